/** Where sockets are opened; a secret follows. */
export const guestStreamPath = '/api/v2/webchat/guest/stream/';
export const channelStreamPath = '/api/v2/notifications/stream/';
