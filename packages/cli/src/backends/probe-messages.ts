/** What the process that tries a backend answers. */
import type { DeviceFacts, Obstacle } from '@dsrnn/core';

/** It computes right. */
export interface ComputingBackend {
  readonly state: 'ok';
  readonly facts: DeviceFacts;
  readonly largestError: number;
}

/** `absent`: something that it needs is not here. `wrong`: it is here and does not work. */
export type BackendState = ComputingBackend | ({ readonly state: 'absent' | 'wrong' } & Obstacle);
