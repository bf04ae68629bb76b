import type { NoticePermission, Notifier } from '../../console/notifications/notifier.ts';

type Notice = { title: string; press(): void };

/** A notifier that records tones, titles and notices; tones play once `touch` was called. */
export function createFakeNotifier({ acquireLock }: Pick<Partial<Notifier>, 'acquireLock'> = {}) {
  let touch = () => {};
  let isReady = false;
  const state = { rang: 0, asked: 0, permission: 'unasked' as NoticePermission, isFocused: true, title: '' };
  const notices = new Map<string, Notice>();

  return {
    ...({
      createTone(onReady) {
        touch = () => {
          isReady = true;
          onReady();
        };
        return {
          play() {
            if (isReady) state.rang++;
          },
          stop() {},
        };
      },
      title: {
        flash(news) {
          state.title = news;
        },
        restore() {
          state.title = '';
        },
      },
      notices: {
        permission: () => state.permission,
        async ask() {
          state.asked++;
          state.permission = 'granted';
          return state.permission;
        },
        show({ title, tag, onClick }) {
          notices.set(tag, { title, press: onClick });
          return () => notices.delete(tag);
        },
      },
      acquireLock,
      isFocused: () => state.isFocused,
    } satisfies Notifier),
    state,
    /** What the system shows now. */
    shown: () => [...notices.values()],
    touch: () => touch(),
  };
}
