import { batch, type Signal, signal } from '@preact/signals';
import type * as port from '../../client/admin/ports.ts';

export type State = 'loading' | 'ready' | 'forbidden' | 'failed';

/** What the administration shows, list by list. */
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
    audit: signal<port.Deeds>({ deeds: [], hasMore: false }),
  };

  return {
    state,
    isOutdated,
    kept: lists,
    published: { state, isOutdated, organizationId, permissions, ...lists },
    /**
     * Reads all of it. The first time all of it is needed; later a list that cannot be read stays as it is. Answers
     * whether all was read; rejects where nothing is shown yet. Changes nothing once `isWanted` says no.
     */
    async read(service: port.AdminPort, own: port.Administrator, isWanted: () => boolean): Promise<boolean> {
      const readings = await Promise.allSettled([
        read(lists.deployments, service.listDeployments()),
        read(lists.queues, service.listQueues()),
        read(lists.people, service.listPeople()),
        read(lists.replies, service.listReplies()),
        read(lists.codes, service.listCodes()),
        read(lists.clients, service.listClients()),
        read(lists.settings, service.settings()),
        read(lists.build, service.build()),
        read(lists.audit, service.listDeeds(), joinAuditPages),
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

/** Resolves with what puts the answer where it is shown. */
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

/** Older deeds that were read before stay, where they follow on the newest page. */
function joinAuditPages(before: port.Deeds, read: port.Deeds): port.Deeds {
  const last = read.deeds.at(-1)?.id;
  const place = before.deeds.findIndex(({ id }) => id === last);
  if (place < 0) return read;
  const older = before.deeds.slice(place + 1);
  return older[0] ? { deeds: [...read.deeds, ...older], hasMore: before.hasMore } : read;
}
