/**
 * The support that masks leave to a gradient, and what of a gradient lies outside.
 *
 * At step t the weights that act are those from active channels C_t to the gates of active units R_t. So the gradient of
 * a matrix is 0 outside ∪_t (C_t × R_t), and that of a bias outside ∪_t R_t. Gates are stacked: output o is of unit
 * o mod units.
 */

/** One example's masks, `[time, channels]`, entries 0 or 1. */
export interface SupportMasks {
  readonly units: number;
  /** Of the units. */
  readonly rows: Uint8Array;
  /** Of the channels that the matrix reads; null: all are read. */
  readonly columns: Uint8Array | null;
}

/** Nonzero entries of a matrix gradient `[inputs, outputs]` outside the support that the masks imply. */
export function entriesOutside(gradient: Float32Array, inputs: number, masks: SupportMasks): number {
  const { units, rows, columns } = masks;
  const outputs = gradient.length / inputs;
  const allowed = new Uint8Array(inputs * units);
  const active: number[] = [];
  for (let t = 0; t * units < rows.length; t++) {
    active.length = 0;
    for (let unit = 0; unit < units; unit++) if (rows[t * units + unit] === 1) active.push(unit);
    for (let input = 0; input < inputs; input++) {
      if (columns !== null && columns[t * inputs + input] === 0) continue;
      for (const unit of active) allowed[input * units + unit] = 1;
    }
  }
  let outside = 0;
  for (let input = 0; input < inputs; input++) {
    for (let output = 0; output < outputs; output++) {
      if (gradient[input * outputs + output] === 0) continue;
      if (allowed[input * units + (output % units)] === 0) outside += 1;
    }
  }
  return outside;
}
