/** What a delta network transmits of its inputs, which no state decides. */
import { skipNumbers, type Floats } from '@dsrnn/kernels';
import type { FusedGating, FusedJob } from './fused-cell.ts';

/** x̂ of all steps `[time, batch, features]`; counts what was sent. */
export function transmitAll(job: FusedJob, gating: FusedGating & { readonly kind: 'delta' }): Floats {
  const { kernels, tape, x, batch, time, features } = job;
  const size = batch * features;
  const sent = tape.take(time * size);
  const flags = tape.take(size);
  const nothing = tape.take(size);
  kernels.clear(nothing, size);
  for (let t = 0; t < time; t++) {
    const to = skipNumbers(sent, t * size);
    const before = t === 0 ? nothing : skipNumbers(to, -size);
    const count = kernels.run.deltaTransmit(size, skipNumbers(x, t * size), before, gating.thetaX, to, flags);
    gating.sends.x += count / (batch * time);
  }
  return sent;
}
