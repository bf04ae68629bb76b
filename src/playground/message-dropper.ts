type Wire = { id?: string; bodyType?: string; sender?: { id?: string } };

/** Keeps single messages of the agent's from the visitor for ever, live and in every list: a loss that nothing can heal. */
export function createWithholding() {
  let isArmed = false;
  const withheld = new Set<string>();
  let me: string | undefined;

  const isOthers = ({ bodyType, sender }: Wire) => bodyType === 'standard' && sender?.id !== me;

  function keeps(message: Wire): boolean {
    if (message.id === undefined) return false;
    if (isArmed && isOthers(message)) {
      withheld.add(message.id);
      isArmed = false;
    }
    return withheld.has(message.id);
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
      if (!isArmed && withheld.size === 0) return false;
      const { eventBody } = JSON.parse(String(data)) ?? {};
      return eventBody !== undefined && keeps(eventBody);
    },
    async fromList(answer: Response): Promise<Response> {
      if (withheld.size === 0 || !answer.ok) return answer;
      const text = await answer.text();
      const body = text ? JSON.parse(text) : undefined;
      const { status, headers } = answer;
      if (!Array.isArray(body?.entities)) return new Response(text || null, { status, headers });
      return Response.json({ ...body, entities: body.entities.filter((one: Wire) => !keeps(one)) }, { status });
    },
  };
}
