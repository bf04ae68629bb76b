/** Says what a verb could not do; `code` is for programs (docs/javascript.md). */
export const refusal = (code: string, message: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code });
