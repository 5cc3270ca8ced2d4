/** What a backend computes on, in words. */
import type { BackendState } from './probe-messages.ts';

/** Device, driver, and whether it is emulated; a dash where the backend is not there. */
export function deviceText(state: BackendState): string {
  if (state.state !== 'ok') return '–';
  const { device, driver, emulated } = state.facts;
  const details = [driver, emulated ? 'software emulation' : null].filter((detail) => detail !== null);
  return details.length === 0 ? device : `${device} (${details.join('; ')})`;
}
