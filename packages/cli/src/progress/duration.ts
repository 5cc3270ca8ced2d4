/** Durations for people. */

/** `42s`, `3m 05s`, `2h 07m`; unknown durations (null) are `?`. Rounds to the nearest second. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '?';
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${String(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)}m ${twoDigits(seconds % 60)}s`;
  return `${String(Math.floor(minutes / 60))}h ${twoDigits(minutes % 60)}m`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}
