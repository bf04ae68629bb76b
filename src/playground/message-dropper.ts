type Wire = { id?: string; bodyType?: string; sender?: { id?: string } };

/** Keeps single messages of the agent's from the visitor for ever, live and in every list: a loss that nothing can heal. */
export function createMessageDropper() {
  let isArmed = false;
  const dropped = new Set<string>();
  let ownMemberId: string | undefined;

  const isOthers = ({ bodyType, sender }: Wire) => bodyType === 'standard' && sender?.id !== ownMemberId;

  function drops(message: Wire): boolean {
    if (message.id === undefined) return false;
    if (isArmed && isOthers(message)) {
      dropped.add(message.id);
      isArmed = false;
    }
    return dropped.has(message.id);
  }

  return {
    arm() {
      isArmed = true;
    },
    /** The address of a request names the member of the page. */
    readOwnMember(url: string) {
      ownMemberId = /\/members\/([^/?]+)\//.exec(url)?.[1] ?? ownMemberId;
    },
    dropsFrame(data: unknown): boolean {
      if (!isArmed && dropped.size === 0) return false;
      const { eventBody } = JSON.parse(String(data)) ?? {};
      return eventBody !== undefined && drops(eventBody);
    },
    async filterList(answer: Response): Promise<Response> {
      if (dropped.size === 0 || !answer.ok) return answer;
      const text = await answer.text();
      const body = text ? JSON.parse(text) : undefined;
      const { status, headers } = answer;
      if (!Array.isArray(body?.entities)) return new Response(text || null, { status, headers });
      return Response.json({ ...body, entities: body.entities.filter((one: Wire) => !drops(one)) }, { status });
    },
  };
}
