/** Polls until `probe` gives a value; fails with `what` after the limit. */
export async function until<T>(what: string, probe: () => Promise<T | undefined>, limitSeconds = 60): Promise<T> {
  const end = Date.now() + limitSeconds * 1000;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`Waited ${limitSeconds} s in vain for: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}
