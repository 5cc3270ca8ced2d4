/** Lets an event through at most once per interval. */

/**
 * A gate that answers true at the first call, then again once `intervalMs` have passed since it last did.
 * `now` gives milliseconds and never goes back.
 */
export function rateLimit(intervalMs: number, now: () => number): () => boolean {
  let last = -Infinity;
  return () => {
    const time = now();
    if (time - last < intervalMs) return false;
    last = time;
    return true;
  };
}
