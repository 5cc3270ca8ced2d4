/** What the process that tries a backend answers, and how it reads. */
import type { DeviceFacts, Obstacle } from '@dsrnn/core';

/** It computes right. */
export interface ComputingBackend {
  readonly state: 'ok';
  readonly facts: DeviceFacts;
  readonly largestError: number;
}

/** `absent`: something that it needs is not here. `wrong`: it is here and does not work. */
export type BackendState = ComputingBackend | ({ readonly state: 'absent' | 'wrong' } & Obstacle);

/** Device, driver, and whether it is emulated; a dash where the backend is not there. */
export function deviceText(state: BackendState): string {
  if (state.state !== 'ok') return '–';
  const { device, driver, emulated } = state.facts;
  const details = [driver, emulated ? 'software emulation' : null].filter((detail) => detail !== null);
  return details.length === 0 ? device : `${device} (${details.join('; ')})`;
}
