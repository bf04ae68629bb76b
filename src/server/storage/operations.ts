import { accountOperations } from './operations/accounts.ts';
import { administeredPeopleOperations } from './operations/administered-people.ts';
import { agentOperations } from './operations/agents.ts';
import { auditOperations } from './operations/audit.ts';
import { cannedReplyOperations } from './operations/canned-replies.ts';
import { channelOperations } from './operations/channels.ts';
import { conversationOperations } from './operations/conversations.ts';
import { countOperations } from './operations/counts.ts';
import { demoOperations } from './operations/demo.ts';
import { deploymentOperations } from './operations/deployments.ts';
import { directoryOperations } from './operations/directory.ts';
import { type Due, dueOperations } from './operations/due.ts';
import { earlierChatOperations } from './operations/earlier-chats.ts';
import { expiredOperations } from './operations/expired.ts';
import { historyOperations } from './operations/history.ts';
import { identityOperations } from './operations/identity.ts';
import { mediaRequestOperations } from './operations/media-requests.ts';
import { memberOperations } from './operations/members.ts';
import { messageOperations } from './operations/messages.ts';
import { noteOperations } from './operations/notes.ts';
import { oauthClientOperations } from './operations/oauth-clients.ts';
import { peopleOperations } from './operations/people.ts';
import { personalDataOperations } from './operations/personal-data.ts';
import { providedPeopleOperations } from './operations/provided-people.ts';
import { queueOperations } from './operations/queues.ts';
import { useOperations } from './operations/references.ts';
import { searchIndexOperations } from './operations/search-index.ts';
import { sendTogether } from './operations/send-together.ts';
import { signInGuessOperations } from './operations/sign-in-guesses.ts';
import { signingKeyOperations } from './operations/signing-keys.ts';
import { testDeploymentOperations } from './operations/test-deployments.ts';
import { ticketOperations } from './operations/tickets.ts';
import { transferOperations } from './operations/transfers.ts';
import { userOperations } from './operations/users.ts';
import { wrapupOperations } from './operations/wrapups.ts';

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
  ...peopleOperations,
  ...channelOperations,
  ...userOperations,
  ...dueOperations,
  ...identityOperations,
  ...demoOperations,
  ...deploymentOperations,
  ...testDeploymentOperations,
  ...accountOperations,
  ...countOperations,
  ...administeredPeopleOperations,
  ...auditOperations,
  ...historyOperations,
  ...personalDataOperations,
  ...searchIndexOperations,
  ...earlierChatOperations,
  ...cannedReplyOperations,
  ...directoryOperations,
  ...queueOperations,
  ...providedPeopleOperations,
  ...oauthClientOperations,
  ...useOperations,
  ...signInGuessOperations,
  ...ticketOperations,
  ...signingKeyOperations,
  ...expiredOperations,
};

/**
 * The same for many requests at once, for those operations where that is less work: answers each in its place, and
 * `undefined` where the operation itself has to.
 */
export const together = { sendMessage: sendTogether };

/** What deletes chats, and what compacts the words of deleted ones. */
export function isErasing(name: string, args: unknown): boolean {
  if (name === 'doDue') return (args as { due: Due }).due.kind === 'retention';
  return name === 'deletePerson' || name === 'compactSearchIndex';
}
