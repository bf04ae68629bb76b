/** The words of what comes later; overridden by name like all others: `data-text-save-text`. */
export const laterEn = {
  saveText: 'Save transcript as text',
  savePage: 'Save transcript as web page',
  saveData: 'Save transcript as JSON',
  copy: 'Copy transcript',
  print: 'Print transcript',
  mute: 'Mute sounds',
  copied: 'The transcript was copied.',
  notCopied: 'This browser does not let us copy.',
  gap: 'Older messages could not be loaded.',
  news: '({count}) New message',
  elapsed: ' · {minutes} min',
  silent: 'This chat ends soon unless you write.',
  here: 'I am still here',
  forget: 'Forget me',
  forgetAsk: 'Forget this chat and what you told us? A chat that is going on ends.',
  cancel: 'Cancel',

  COBROWSE: '{name} would like to look at this page with you.',
  SCREENSHARE: '{name} would like to see your screen.',
  accept: 'Accept',
  decline: 'Decline',
  ACCEPTED: 'Accepted. Nothing is shared yet: this chat cannot show pages or screens so far.',
  DECLINED: 'Declined. Nothing is shared.',
  lapsed: 'The request to share is over.',
};

export type LaterWords = Record<keyof typeof laterEn, string>;
