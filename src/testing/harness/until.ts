/** Waits for real things (sockets, servers) until `isTrue`; fails after half a minute. */
export async function until(isTrue: () => unknown, what = String(isTrue)): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
