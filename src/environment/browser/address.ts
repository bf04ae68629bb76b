/** The part of the page's address behind `#`, and the browser's Back. */
export const browserAddress = {
  hash: () => location.hash,
  push: (hash: string) => history.pushState(undefined, '', hash),
  replace: (hash: string) => history.replaceState(undefined, '', hash),
  onChange(listener: () => void): () => void {
    // Also fired when a hand changes what stands behind the `#`.
    addEventListener('popstate', listener);
    return () => removeEventListener('popstate', listener);
  },
};
