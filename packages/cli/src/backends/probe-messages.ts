/** What the process that tries a backend answers. */
import type { DeviceFacts, Obstacle } from '@dsrnn/core';

/** `ok`: it computes right. `absent`: something that it needs is not here. `wrong`: it is here and does not work. */
export type BackendState =
  | { readonly state: 'ok'; readonly facts: DeviceFacts; readonly largestError: number }
  | ({ readonly state: 'absent' | 'wrong' } & Obstacle);
