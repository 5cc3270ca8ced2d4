/** Durations for people. */

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/**
 * `42s`, `3m 05s`, `2h 07m`, from two days on `4d 03h`, and `12 years` where nobody waits; unknown durations (null) are `?`.
 * Rounds to the nearest second.
 */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '?';
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < MINUTE) return `${String(seconds)}s`;
  if (seconds < HOUR) return inTwo(seconds, MINUTE, 'm', 1, 's');
  if (seconds < 2 * DAY) return inTwo(seconds, HOUR, 'h', MINUTE, 'm');
  if (seconds < 1000 * DAY) return inTwo(seconds, DAY, 'd', HOUR, 'h');
  return `${String(Math.round(seconds / DAY / 365))} years`;
}

function inTwo(seconds: number, large: number, name: string, small: number, smallName: string): string {
  const rest = String(Math.floor((seconds % large) / small)).padStart(2, '0');
  return `${String(Math.floor(seconds / large))}${name} ${rest}${smallName}`;
}
