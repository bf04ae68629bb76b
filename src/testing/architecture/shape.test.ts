import { describe, expect, test } from 'vitest';
import { longestFactory, longestFunction, longFunctionsIn } from './shape.ts';
import { readSources, withoutTests } from './sources.ts';

const code = withoutTests(readSources());
const lines = (count: number) => Array.from({ length: count }, () => '  call();').join('\n');

/** What is still too long, with its lines. The list may only get shorter, and so may each function on it. */
const stillTooLong: Record<string, number> = {
  'chat-store/chat-store.ts createChatStore': 359,
  'chat-store/conversation/conversation.ts createConversationModel': 183,
  'chat-store/tab-outboxes.ts createTabOutboxes': 185,
  'client/agent/agent-client.ts createAgentClient': 139,
  'client/event-socket.ts createEventSocket': 121,
  'console/admin/admin-model.ts createAdminModel': 124,
  'console/admin/form.tsx Form': 64,
  'console/chats/composer-form.tsx ComposerForm': 65,
  'console/chats/transfer.tsx Transfer': 69,
  'embed/extras/bottom-sheet.ts createBottomSheet': 76,
  'embed/loader/start-chat.ts startChat': 118,
  'embed/page-api/page-controller.ts createPageController': 124,
  'embed/widget/mount.tsx mountChat': 133,
  'embed/widget/views/compose-box.tsx ComposeBox': 89,
  'embed/widget/views/transcript.tsx Transcript': 72,
  'playground/faulty-network.ts createFaultyNetwork': 129,
  'playground/faulty-socket.ts createFaultySocketClass': 84,
  'playground/session.ts createSession': 143,
  'playground/views/app.tsx App': 76,
  'playground/views/faults.tsx Faults': 76,
};

test(`functions have at most ${longestFunction} lines, and factories ${longestFactory}, but those on the list`, () => {
  const found = [...code].flatMap(([file, text]) => longFunctionsIn(file, text)).map((line) => line.split(': '));

  expect(found.filter(([name = '', lines]) => Number(lines) > (stillTooLong[name] ?? 0))).toEqual([]);
  expect(Object.keys(stillTooLong).filter((name) => !found.some(([other]) => other === name))).toEqual([]);
});

describe('the check of functions', () => {
  test.each([
    ['a function', `function run() {\n${lines(59)}\n}`, 'run: 61'],
    ['an arrow', `const run = () => {\n${lines(59)}\n};`, 'run: 61'],
    ['a method', `const it = {\n  run() {\n${lines(59)}\n  },\n};`, 'run: 61'],
    ['a factory', `function create() {\n  const it = 1;\n${lines(117)}\n  return { it };\n}`, 'create: 121'],
    [
      'one inside another',
      `function create() {\n  function run() {\n${lines(59)}\n  }\n  return { run };\n}`,
      'run: 61',
    ],
  ])('finds %s that is a line too long', (_, text, found) => {
    expect(longFunctionsIn('a.ts', text)).toEqual([`a.ts ${found}`]);
  });

  test.each([
    ['a function', `function run() {\n${lines(58)}\n}`],
    ['a factory', `function create() {\n  const it = 1;\n${lines(116)}\n  return { it };\n}`],
  ])('lets %s of the full length pass', (_, text) => {
    expect(longFunctionsIn('a.ts', text)).toEqual([]);
  });
});
