/** Calls `load` once: further calls get the same promise. After a failure the next call loads again. */
export function loadOnce<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** The address of a file that lies beside the widget's own. */
export const siblingUrl = (file: string): string => import.meta.url.replace(/[^/]*$/, file);
