type Wire = { id?: string; bodyType?: string; sender?: { id?: string } };

/** Keeps one message of the agent's from the visitor for ever, live and in every list: a loss that nothing can heal. */
export function createWithholding() {
  let isArmed = false;
  let withheld: string | undefined;
  let me: string | undefined;

  const isOthers = ({ bodyType, sender }: Wire) => bodyType === 'standard' && sender?.id !== me;

  function keeps(message: Wire): boolean {
    if (isArmed && isOthers(message)) {
      withheld = message.id;
      isArmed = false;
    }
    return message.id !== undefined && message.id === withheld;
  }

  return {
    arm() {
      isArmed = true;
    },
    /** Whose page it is stands in the addresses it asks. */
    noteOwn(url: string) {
      me = /\/members\/([^/?]+)\//.exec(url)?.[1] ?? me;
    },
    fromFrame(data: unknown): boolean {
      if (!isArmed && withheld === undefined) return false;
      const { eventBody } = JSON.parse(String(data)) ?? {};
      return eventBody !== undefined && keeps(eventBody);
    },
    async fromList(answer: Response): Promise<Response> {
      if (withheld === undefined || !answer.ok) return answer;
      const text = await answer.text();
      const body = text ? JSON.parse(text) : undefined;
      const { status, headers } = answer;
      if (!Array.isArray(body?.entities)) return new Response(text || null, { status, headers });
      return Response.json({ ...body, entities: body.entities.filter((one: Wire) => !keeps(one)) }, { status });
    },
  };
}
