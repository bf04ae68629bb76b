/** A mistake in the shipped code, planted as its files are loaded: the code itself knows nothing of it. */
export type Mutant = {
  name: string;
  edits: {
    /** Below `src`. */
    file: string;
    original: string;
    planted: string;
  }[];
};

const keepingUnderOneKey: Mutant = {
  name: 'all tabs keep their unsent texts under one key, and the last writer wins [L1]',
  edits: [
    {
      file: 'chat-store/stored-outboxes.ts',
      original: 'return storage.write(prefix + id, JSON.stringify(texts));',
      planted:
        '{ for (const key of storage.keys()) if (key.startsWith(prefix)) storage.remove(key); return storage.write(prefix + id, JSON.stringify(texts)); }',
    },
  ],
};

const namingNoConversation: Mutant = {
  name: 'what is kept names no conversation, and goes into the next one [L8]',
  edits: [
    {
      file: 'chat-store/read-texts.ts',
      original: 'texts.filter(isPendingMessage)',
      planted: 'texts.filter(isPendingMessage).map(({ conversation, ...text }) => text)',
    },
  ],
};

const copyingOutboxes: Mutant = {
  name: 'a page takes copies of what living tabs have, and shows each copy [L9]',
  edits: [
    {
      file: 'chat-store/watch-closed-tabs.ts',
      original: 'if (locks) for (const id of ids) waitForLock(id, delayMs);',
      planted: 'if (locks) for (const id of ids) delayMs || onClosed(id);',
    },
    {
      file: 'chat/reconciler/outbox-handover.ts',
      original: 'ours.filter(({ key }) => !findText(context, key))',
      planted: 'ours',
    },
    {
      file: 'chat-store/tab-outboxes.ts',
      original: "stored.write(id, report ? [] : textsToBe('leave'));",
      planted: '',
    },
  ],
};

export const mutants: Mutant[] = [
  keepingUnderOneKey,
  namingNoConversation,
  copyingOutboxes,
  {
    name: 'texts of a closed tab stay in the storage after they were taken over',
    edits: [
      {
        file: 'chat-store/tab-outboxes.ts',
        original: "stored.write(id, report ? [] : textsToBe('leave'));",
        planted: '',
      },
    ],
  },
  {
    name: 'no tab waits for others to close',
    edits: [
      {
        file: 'chat-store/watch-closed-tabs.ts',
        original: 'if (locks) for (const id of ids) waitForLock(id, delayMs);',
        planted: 'if (locks) return;',
      },
    ],
  },
  {
    name: 'a tab overwrites the conversation that another tab keeps',
    edits: [
      {
        file: 'chat-store/saved-chat.ts',
        original: '...(isTheirs && {',
        planted: '...(!isTheirs && conversation && {',
      },
    ],
  },
  {
    name: 'two tabs create a conversation each',
    edits: [{ file: 'client/tabs/share-conversation.ts', original: 'if (known) return known;', planted: '' }],
  },
  {
    name: 'a report of a closed tab is believed after another tab took its texts over',
    edits: [
      {
        file: 'chat-store/tab-outboxes.ts',
        original: 'return (owners.get(key) ?? id) === id;',
        planted: 'return !key || true;',
      },
    ],
  },
  {
    name: 'a text taken over by a chat that is over waits for ever',
    edits: [{ file: 'chat-store/pre-chat-outbox.ts', original: 'isOver = true;', planted: '' }],
  },
  {
    name: 'a report about a closed tab is taken for one of the sender',
    edits: [{ file: 'chat-store/tab-outboxes.ts', original: '!of && ', planted: '' }],
  },
];
