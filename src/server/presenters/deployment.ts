import type { WebChatDeployment } from '../../protocol/schema/deployment.ts';
import type { Deployment } from '../storage/schema/schema.ts';

export const deploymentBase = '/api/v2/webchat/deployments';

/** Leaves out what was never set. */
export function presentDeployment(row: Deployment): WebChatDeployment {
  return {
    id: row.id,
    name: row.name,
    ...(row.description === null ? {} : { description: row.description }),
    authenticationRequired: row.authentication_required === 1,
    ...(row.authentication_url === null ? {} : { authenticationUrl: row.authentication_url }),
    disabled: row.disabled === 1,
    ...(row.web_chat_config === null ? {} : { webChatConfig: JSON.parse(row.web_chat_config) }),
    allowedDomains: JSON.parse(row.allowed_domains),
    ...(row.flow === null ? {} : { flow: JSON.parse(row.flow) }),
    ...(row.retention_days === null ? {} : { retentionDays: row.retention_days }),
    ...(row.queue_id === null ? {} : { queueId: row.queue_id }),
    acceptPriority: row.accept_priority === 1,
    version: row.version,
    selfUri: `${deploymentBase}/${row.id}`,
  };
}
