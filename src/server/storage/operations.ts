import { adminCliOperations } from './operations/admin-cli.ts';
import { agentOperations } from './operations/agents.ts';
import { auditOperations } from './operations/audit.ts';
import { authOperations } from './operations/auth.ts';
import { cannedReplyOperations } from './operations/canned-replies.ts';
import { channelOperations } from './operations/channels.ts';
import { conversationOperations } from './operations/conversations.ts';
import { countOperations } from './operations/counts.ts';
import { demoOperations } from './operations/demo.ts';
import { deploymentOperations } from './operations/deployments.ts';
import { directoryOperations } from './operations/directory.ts';
import { dueOperations } from './operations/due.ts';
import { earlierChatOperations } from './operations/earlier-chats.ts';
import { expiredOperations } from './operations/expired.ts';
import { historyOperations } from './operations/history.ts';
import { mediaRequestOperations } from './operations/media-requests.ts';
import { memberOperations } from './operations/members.ts';
import { messageOperations } from './operations/messages.ts';
import { noteOperations } from './operations/notes.ts';
import { oauthClientOperations } from './operations/oauth-clients.ts';
import { peopleAdminOperations } from './operations/people/admin.ts';
import { presenceOperations } from './operations/people/presence.ts';
import { ssoOperations } from './operations/people/sso.ts';
import { personalDataOperations } from './operations/personal-data.ts';
import { queueOperations } from './operations/queues.ts';
import { referenceOperations } from './operations/references.ts';
import { removalOperations } from './operations/removals.ts';
import { searchIndexOperations } from './operations/search-index.ts';
import { sendBatch } from './operations/send-batch.ts';
import { signInGuessOperations } from './operations/sign-in-guesses.ts';
import { signingKeyOperations } from './operations/signing-keys.ts';
import { testDeploymentOperations } from './operations/test-deployments.ts';
import { ticketOperations } from './operations/tickets.ts';
import { transferOperations } from './operations/transfers.ts';
import { wrapupOperations } from './operations/wrapups.ts';
import type { DueJob } from './repositories/due-jobs.ts';

/**
 * Every storage operation by name: a function of `(tx, args)` that is one transaction, with portable SQL and no
 * timer or I/O inside. Spread a module of them here.
 */
export const operations = {
  ...conversationOperations,
  ...messageOperations,
  ...noteOperations,
  ...memberOperations,
  ...mediaRequestOperations,
  ...agentOperations,
  ...transferOperations,
  ...wrapupOperations,
  ...removalOperations,
  ...channelOperations,
  ...presenceOperations,
  ...dueOperations,
  ...authOperations,
  ...demoOperations,
  ...deploymentOperations,
  ...testDeploymentOperations,
  ...adminCliOperations,
  ...countOperations,
  ...peopleAdminOperations,
  ...auditOperations,
  ...historyOperations,
  ...personalDataOperations,
  ...searchIndexOperations,
  ...earlierChatOperations,
  ...cannedReplyOperations,
  ...directoryOperations,
  ...queueOperations,
  ...ssoOperations,
  ...oauthClientOperations,
  ...referenceOperations,
  ...signInGuessOperations,
  ...ticketOperations,
  ...signingKeyOperations,
  ...expiredOperations,
};

/**
 * The same for many requests at once, for those operations where that is less work: answers each in its place, and
 * `undefined` where the operation itself has to.
 */
export const together = { sendMessage: sendBatch };

/** What deletes chats, and what compacts the words of deleted ones. */
export function isErasing(name: string, args: unknown): boolean {
  if (name === 'runDueJob') return (args as { due: DueJob }).due.kind === 'retention';
  return name === 'deletePerson' || name === 'compactSearchIndex';
}
