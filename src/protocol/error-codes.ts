/** Every code an error body of ours may carry, and the one status it goes with. */
export const errorStatus = {
  'bad.request': 400,
  'constraint.validation': 400,
  'invalid.query.param.value': 400,
  'invalid.value': 400,
  'communication.state.required': 400,
  'notification.invalid.topic': 400,
  'notification.subscription.too.many.subscriptions': 400,
  'chat.deployment.bad.auth': 400,
  'chat.deployment.disabled': 400,
  'chat.deployment.require.auth': 400,
  'chat.error.bad.request': 400,
  'chat.error.conversation.state': 400,
  'chat.error.createconversationrequest.routingtarget': 400,
  'chat.error.invalid.flow': 400,
  'chat.error.invalid.queue': 400,
  'chat.error.member.state': 400,
  'chat.error.notnull.createconversationmessagerequest.body': 400,
  'chat.error.notnull.createconversationrequest.journeycontext.customer': 400,
  'chat.error.notnull.createconversationrequest.journeycontext.customer.customerid': 400,
  'chat.error.notnull.createconversationrequest.journeycontext.customer.customeridtype': 400,
  'chat.error.notnull.createconversationrequest.journeycontext.customersession.sessionid': 400,
  'chat.error.notnull.createconversationrequest.journeycontext.customersession.sessionidtype': 400,
  'chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionid': 400,
  'chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionmapid': 400,
  'chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionmapversion': 400,
  'chat.error.notnull.createconversationrequest.memberinfo.displayname': 400,
  'chat.error.notnull.createconversationrequest.routingtarget': 400,
  'chat.error.pattern.createconversationrequest.deploymentid': 400,
  'conversation.error.participant.no.active.conversations': 400,
  'conversation.error.wrapup.code.required': 400,
  'conversations.error.queue.not.found': 400,
  'conversations.error.transfer.not.connected': 400,
  'authentication.required': 401,
  'bad.credentials': 401,
  'credentials.expired': 401,
  'conversation.error.forbidden.not.active.participant': 403,
  'missing.any.permissions': 403,
  'missing.permissions': 403,
  'not.authorized': 403,
  'origin.not.allowed': 403,
  'chat.error.not.found': 404,
  'conversation.error.conversation.not.found': 404,
  'not.found': 404,
  'resource.not.found': 404,
  'method.not.allowed': 405,
  'client.timeout': 408,
  'maximum.deployments.exceeded': 409,
  'request.conflict': 409,
  'request.entity.too.large': 413,
  'unsupported.media.type': 415,
  'too.many.requests.retry.after': 429,
  'internal.server.error': 500,
  'service.unavailable': 503,
  'request.timeout': 504,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/**
 * Which code tells that a field is missing (null, absent, empty) or wrong, by its dotted path; the longest path that
 * leads to the field decides. Fields not named here answer `constraint.validation`.
 */
export type FieldCodes = Readonly<Record<string, { missing: ErrorCode; wrong?: ErrorCode }>>;

const journey = 'chat.error.notnull.createconversationrequest.journeycontext' as const;

export const createConversationFieldCodes: FieldCodes = {
  deploymentId: {
    missing: 'chat.error.pattern.createconversationrequest.deploymentid',
    wrong: 'chat.error.pattern.createconversationrequest.deploymentid',
  },
  routingTarget: {
    missing: 'chat.error.notnull.createconversationrequest.routingtarget',
    wrong: 'chat.error.createconversationrequest.routingtarget',
  },
  'routingTarget.targetType': {
    missing: 'chat.error.createconversationrequest.routingtarget',
    wrong: 'chat.error.createconversationrequest.routingtarget',
  },
  'routingTarget.targetAddress': {
    missing: 'chat.error.createconversationrequest.routingtarget',
    wrong: 'chat.error.createconversationrequest.routingtarget',
  },
  memberInfo: { missing: 'chat.error.notnull.createconversationrequest.memberinfo.displayname' },
  'memberInfo.displayName': { missing: 'chat.error.notnull.createconversationrequest.memberinfo.displayname' },
  'journeyContext.customer': { missing: `${journey}.customer` },
  'journeyContext.customer.id': { missing: `${journey}.customer.customerid` },
  'journeyContext.customer.idType': { missing: `${journey}.customer.customeridtype` },
  'journeyContext.customerSession.id': { missing: `${journey}.customersession.sessionid` },
  'journeyContext.customerSession.type': { missing: `${journey}.customersession.sessionidtype` },
  'journeyContext.triggeringAction.id': { missing: `${journey}.triggeringaction.actionid` },
  'journeyContext.triggeringAction.actionMap': { missing: `${journey}.triggeringaction.actionmapid` },
  'journeyContext.triggeringAction.actionMap.id': { missing: `${journey}.triggeringaction.actionmapid` },
  'journeyContext.triggeringAction.actionMap.version': { missing: `${journey}.triggeringaction.actionmapversion` },
};

export const createMessageFieldCodes: FieldCodes = {
  body: { missing: 'chat.error.notnull.createconversationmessagerequest.body' },
  bodyType: { missing: 'invalid.value', wrong: 'invalid.value' },
};
