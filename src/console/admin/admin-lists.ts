import { batch, type Signal, signal } from '@preact/signals';
import { ChatError } from '../../chat/errors.ts';
import type * as port from '../../client/admin/ports.ts';
import type { Environment } from '../../environment/environment.ts';

export type State = 'loading' | 'ready' | 'forbidden' | 'failed';

/** The lists of the administration, each a signal. */
export function createLists() {
  const state = signal<State>('loading');
  const isOutdated = signal(false);
  const organizationId = signal('');
  const permissions = signal<readonly string[]>([]);
  const lists = {
    deployments: signal<port.Deployment[]>([]),
    queues: signal<port.Queue[]>([]),
    people: signal<port.Person[]>([]),
    replies: signal<port.CannedReply[]>([]),
    codes: signal<port.WrapupCode[]>([]),
    clients: signal<port.Client[]>([]),
    settings: signal<port.OrganizationSettings>({ isDeploymentRequired: false, version: undefined }),
    build: signal<port.Build | undefined>(undefined),
    audit: signal<port.AuditPage>({ entries: [], hasMore: false }),
  };

  return {
    state,
    isOutdated,
    signals: lists,
    published: { state, isOutdated, organizationId, permissions, ...lists },
    /**
     * Loads all lists; one that cannot be read stays as it is. Resolves with whether all were read; rejects if one failed
     * before anything is shown. Changes nothing once `isWanted` is false.
     */
    async read(service: port.AdminClient, own: port.Administrator, isWanted: () => boolean): Promise<boolean> {
      const readings = await Promise.allSettled([
        read(lists.deployments, service.listDeployments()),
        read(lists.queues, service.listQueues()),
        read(lists.people, service.listPeople()),
        read(lists.replies, service.listReplies()),
        read(lists.codes, service.listCodes()),
        read(lists.clients, service.listClients()),
        read(lists.settings, service.settings()),
        read(lists.build, service.build()),
        read(lists.audit, service.listAuditEntries(), joinAuditPages),
      ]);
      const failed = readings.find((reading) => reading.status === 'rejected');
      if (!isWanted()) return false;
      if (failed && state.peek() !== 'ready') throw failed.reason;
      batch(() => {
        organizationId.value = own.organizationId;
        permissions.value = own.permissions;
        for (const reading of readings) if (reading.status === 'fulfilled') reading.value();
        state.value = 'ready';
      });
      return !failed;
    },
  };
}

/** Resolves with a function that sets the signal to the response. */
async function read<Value>(
  shown: Signal<Value>,
  answer: Promise<Value>,
  join: (before: Value, read: Value) => Value = (_, latest) => latest,
): Promise<() => void> {
  const value = await answer;
  return () => {
    shown.value = join(shown.peek(), value);
  };
}

/** Keeps the older entries that are loaded already, if they follow on the newest page. */
function joinAuditPages(before: port.AuditPage, read: port.AuditPage): port.AuditPage {
  const last = read.entries.at(-1)?.id;
  const place = before.entries.findIndex(({ id }) => id === last);
  if (place < 0) return read;
  const older = before.entries.slice(place + 1);
  return older[0] ? { entries: [...read.entries, ...older], hasMore: before.hasMore } : read;
}

/** A failed reading is repeated after a pause that doubles up to a minute. */
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/** Returns what loads the lists. A load that fails is repeated; only the latest one counts. */
export function createLoader(
  service: port.AdminClient,
  clock: Pick<Environment['clock'], 'after'>,
  lists: ReturnType<typeof createLists>,
): () => Promise<void> {
  /** Only the latest reading counts. */
  let readings = 0;
  let pauseMs = firstPauseMs;
  let cancelRetry = () => {};

  async function load(): Promise<void> {
    const reading = ++readings;
    const isLatest = () => reading === readings;
    cancelRetry();
    try {
      const own = await service.whoAdministers();
      if (!own && isLatest()) lists.state.value = 'forbidden';
      const isWhole = !own || (await lists.read(service, own, isLatest));
      if (!isLatest()) return;
      lists.isOutdated.value = !isWhole;
      if (isWhole) pauseMs = firstPauseMs;
      else retryLater(undefined);
    } catch (error) {
      if (isLatest()) retryLater(error);
    }
  }

  function retryLater(error: unknown): void {
    if (lists.state.peek() === 'ready') lists.isOutdated.value = true;
    else lists.state.value = 'failed';
    const { retryAfterMs = 0 } = error instanceof ChatError ? error : {};
    cancelRetry = clock.after(Math.max(pauseMs, retryAfterMs), () => void load());
    pauseMs = Math.min(longestPauseMs, 2 * pauseMs);
  }

  return load;
}
