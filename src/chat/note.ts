/** What an agent wrote to colleagues about a chat. No visitor ever receives it. */
export type Note = { id: string; isOwn: boolean; authorId: string; authorName: string; body: string; at: number };
