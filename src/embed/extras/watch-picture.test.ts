import { signal } from '@preact/signals';
import { afterEach, expect, test, vi } from 'vitest';
import type { Peer } from '../../chat-store/chat-store-types.ts';
import { openStore } from '../../testing/harness/open-store.ts';
import type { ExtrasContext } from '../widget/extras-context.ts';
import { watchPicture } from './watch-picture.ts';

const asked: { src?: string; onload?: () => void }[] = [];

afterEach(() => {
  vi.unstubAllGlobals();
  asked.length = 0;
});

function startWatching() {
  vi.stubGlobal(
    'Image',
    class {
      constructor() {
        asked.push(this);
      }
    },
  );
  const agent = signal<Peer>();
  const picture = signal('');
  const signals = { picture, notice: signal(''), elapsed: signal(''), outcome: signal(''), prompt: signal() };
  const options = { store: { ...openStore().store, agent }, signals } as unknown as ExtrasContext;
  const stop = watchPicture(options);
  const changeAvatar = (avatarUrl: string | undefined) => {
    agent.value = { id: 'a', displayName: 'Ada', presence: 'connected', avatarUrl };
  };
  return { picture, changeAvatar, stop };
}

test('a picture is shown once it is loaded, and removed with its agent', () => {
  const { picture, changeAvatar } = startWatching();

  changeAvatar('https://x.example/ada.png');
  expect(picture.value).toBe('');
  asked[0]?.onload?.();
  expect(picture.value).toBe('https://x.example/ada.png');
  changeAvatar('https://x.example/bob.png');

  expect(picture.value).toBe('');
  asked[0]?.onload?.();
  expect(picture.value).toBe('');
});

test.each(['http://x.example/a.png', 'javascript:alert(1)', 'data:image/svg+xml,<svg onload=alert(1)>', '//x', ''])(
  'nothing is fetched from %s',
  (url) => {
    const { picture, changeAvatar } = startWatching();

    changeAvatar(url);

    expect(asked).toEqual([]);
    expect(picture.value).toBe('');
  },
);
