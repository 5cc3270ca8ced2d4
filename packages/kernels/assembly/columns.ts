/**
 * What the gradient of the columns that a masked product read means for inputs, state and masks: u_j = m_j v_j gives
 * dv_j = m_j du_j and dm_j = v_j du_j.
 */

/**
 * For each entry `du` of column c of a sample (`list` 0: all columns in order; else `stride` entries a sample, `counts` of
 * them used): an input (c < features) gives dMaskX[c] = x[c]·du; a unit j = c − features gives
 * dState[j] += maskH[j]·du and dMaskH[j] += h[j]·du. dMaskX and dMaskH may be 0. Inputs that are not listed are not
 * touched.
 */
export function spreadColumns(
  batch: i32,
  features: i32,
  units: i32,
  list: usize,
  counts: usize,
  stride: i32,
  du: usize,
  x: usize,
  h: usize,
  maskH: usize,
  dState: usize,
  dMaskX: usize,
  dMaskH: usize,
): void {
  const columns = features + units;
  for (let b = 0; b < batch; b++) {
    const count = list == 0 ? columns : load<i32>(counts + ((<usize>b) << 2));
    for (let j = 0; j < count; j++) {
      const at = (<usize>j) << 2;
      const column = list == 0 ? j : load<i32>(list + at);
      const gradient = load<f32>(du + at);
      if (column < features) {
        const input = (<usize>column) << 2;
        if (dMaskX != 0) store<f32>(dMaskX + input, load<f32>(x + input) * gradient);
      } else {
        const unit = (<usize>(column - features)) << 2;
        store<f32>(dState + unit, load<f32>(dState + unit) + load<f32>(maskH + unit) * gradient);
        if (dMaskH != 0) {
          store<f32>(dMaskH + unit, load<f32>(dMaskH + unit) + load<f32>(h + unit) * gradient);
        }
      }
    }
    const inputRow = (<usize>features) << 2;
    const unitRow = (<usize>units) << 2;
    const entries = (<usize>stride) << 2;
    du += entries;
    if (list != 0) list += entries;
    x += inputRow;
    h += unitRow;
    maskH += unitRow;
    dState += unitRow;
    if (dMaskX != 0) dMaskX += inputRow;
    if (dMaskH != 0) dMaskH += unitRow;
  }
}

/** out[b][list[b][j]] += values[b][j] for the listed entries of each sample; out [batch, n]. */
export function scatterAdd(
  batch: i32,
  n: i32,
  list: usize,
  counts: usize,
  stride: i32,
  values: usize,
  out: usize,
): void {
  for (let b = 0; b < batch; b++) {
    const count = load<i32>(counts + ((<usize>b) << 2));
    for (let j = 0; j < count; j++) {
      const at = (<usize>j) << 2;
      const to = out + ((<usize>load<i32>(list + at)) << 2);
      store<f32>(to, load<f32>(to) + load<f32>(values + at));
    }
    list += (<usize>stride) << 2;
    values += (<usize>stride) << 2;
    out += (<usize>n) << 2;
  }
}
