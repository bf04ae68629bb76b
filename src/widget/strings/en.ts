/**
 * Every word the widget shows. `data-text-…` overrides each by its name: `data-text-end-ask`, `data-text-catching-up`.
 * Some names are the states they speak of.
 */
export const en = {
  launcher: 'Chat',
  unread: '{count} unread',
  title: 'Chat with us',
  greeting: 'Hello! How can we help?',
  close: 'Close',
  retry: 'Try again',
  you: 'You',

  idle: 'Write to us to begin',
  starting: 'Starting…',
  waiting: 'Waiting for someone to join',
  connected: 'Connected',
  'catching-up': 'Catching up…',
  away: 'Away for a moment',
  offline: 'No connection',
  ended: 'Chat ended',
  failed: 'Not connected',

  name: 'Your name',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  phone: 'Phone',
  optional: '{label} (optional)',
  visitor: 'Visitor',
  start: 'Start',
  consent: 'What you write here is sent to us and kept to answer you.',
  consentLink: 'Privacy policy',
  consentUrl: '',
  agree: 'I agree',
  log: 'Messages',
  news: 'New messages',
  newer: '{count} new',
  input: 'Message',
  placeholder: 'Write a message…',
  room: '{count} characters left',
  tooLong: 'Too long by {count} characters.',
  send: 'Send',
  finding: 'We are finding someone for you. You can already write.',
  kept: 'No connection. Your messages wait here.',
  forgetful: 'This browser keeps nothing: leaving the page loses the chat.',
  joined: '{name} joined the chat',
  left: '{name} left the chat',
  agent: 'Agent',
  typing: '{name} is typing',

  queued: 'Waiting',
  sending: 'Sending…',
  sent: 'Sent',
  resend: 'Retry',
  'not-found': 'Not sent: no answer came.',
  rejected: 'Not sent: it was refused.',
  over: 'Not sent: the chat is over.',

  end: 'End chat',
  endAsk: 'End this chat?',
  keep: 'Keep chatting',
  save: 'Save transcript',
  menu: 'More',
  noMenu: 'This could not be loaded. Please try again.',
  goodbye: 'This chat has ended. Thank you for writing.',
  again: 'Start a new chat',

  unreachable: 'The chat cannot be reached right now.',
  closed: 'This chat is closed at the moment.',
  refused: 'This chat is not available here.',
  broken: 'Something went wrong. Please try again.',
};

export type Words = Record<keyof typeof en, string>;

/** Puts a name or a number where the sentence has its place for one. */
export const fill = (sentence: string, value: string | number) => sentence.replace(/{\w+}/, () => `${value}`);
