/**
 * Groups of neighbouring channels: group j holds channels j·size … (j + 1)·size − 1, the last one what is left. There are
 * ⌈channels/size⌉ groups a row.
 */

/** out [rows, channels]: every channel the number of its group; groups [rows, ⌈channels/size⌉]. */
export function expandGroups(rows: i32, channels: i32, size: i32, groups: usize, out: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let left = channels; left > 0; left -= size, groups += 4) {
      const end = out + (<usize>min(size, left) << 2);
      const value = v128.load32_splat(groups);
      for (; out + 16 <= end; out += 16) v128.store(out, value);
      for (; out < end; out += 4) v128.store32_lane(out, value, 0);
    }
  }
}

/** out [rows, ⌈channels/size⌉]: the sum of each group of values [rows, channels], channels ascending, from 0. */
export function sumGroups(rows: i32, channels: i32, size: i32, values: usize, out: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let left = channels; left > 0; left -= size, out += 4) {
      const end = values + (<usize>min(size, left) << 2);
      let sum: f32 = 0;
      for (; values < end; values += 4) sum += load<f32>(values);
      store<f32>(out, sum);
    }
  }
}
