/**
 * Delta networks that never send their state. Their threshold lies above every change of it, so that the model reads its
 * input alone: it has the cell of a recurrent network and none of the recurrence.
 */
import type { Observation } from '@dsrnn/records';

/** Whether a completed run sent no hidden channel at any step of the test data. */
export function isSilent({ status, activity }: Observation): boolean {
  return status === 'completed' && activity['units'] === 0;
}
