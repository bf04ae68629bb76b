/** What the system shows beside every page; missing in some browsers, and on pages that are not secure. */
export const browserNotices = {
  permission: () => (typeof Notification === 'undefined' ? 'none' : permissions[Notification.permission]),
  async ask() {
    if (typeof Notification === 'undefined') return 'none';
    return permissions[await Notification.requestPermission()];
  },
  /** Returns what takes it back. */
  show({ title, tag, onClick }: { title: string; tag: string; onClick(): void }): () => void {
    try {
      const notice = new Notification(title, { tag });
      notice.onclick = () => {
        window.focus();
        notice.close();
        onClick();
      };
      return () => notice.close();
    } catch {
      // Some phones let only service workers show any.
      return () => {};
    }
  },
} as const;

const permissions = { default: 'unasked', granted: 'granted', denied: 'denied' } as const;
