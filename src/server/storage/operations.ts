import { accountOperations } from './operations/accounts.ts';
import { agentOperations } from './operations/agents.ts';
import { channelOperations } from './operations/channels.ts';
import { conversationOperations } from './operations/conversations.ts';
import { countOperations } from './operations/counts.ts';
import { demoOperations } from './operations/demo.ts';
import { deploymentOperations } from './operations/deployments.ts';
import { dueOperations } from './operations/due.ts';
import { identityOperations } from './operations/identity.ts';
import { mediaRequestOperations } from './operations/media-requests.ts';
import { memberOperations } from './operations/members.ts';
import { messageOperations } from './operations/messages.ts';
import { userOperations } from './operations/users.ts';

/**
 * Every storage operation by name: a function of `(tx, args)` that is one transaction, with portable SQL and no
 * timer or I/O inside. Spread a module of them here.
 */
export const operations = {
  ...conversationOperations,
  ...messageOperations,
  ...memberOperations,
  ...mediaRequestOperations,
  ...agentOperations,
  ...channelOperations,
  ...userOperations,
  ...dueOperations,
  ...identityOperations,
  ...demoOperations,
  ...deploymentOperations,
  ...accountOperations,
  ...countOperations,
};
