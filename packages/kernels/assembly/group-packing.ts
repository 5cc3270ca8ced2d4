/** Weights in panels, see groups.ts. */
import { PANEL, columnBytes, panelsOf } from './group-panels';
import { bytes, copyNumbers } from './copy';

/**
 * Gate-major w [columns][gates * units] to panels [panels][padded][gates][8]; columns and units that there are not are 0.
 */
export function packGroups(
  columns: i32, padded: i32, units: i32, gates: i32, groupSize: i32, w: usize, out: usize,
): void {
  const panels = ((units + groupSize - 1) / groupSize) * panelsOf(groupSize);
  const size = columnBytes(gates);
  const panel = <usize>padded * size;
  for (let c = 0; c < padded; c++, out += size) {
    for (let p = 0; p < panels; p++) {
      const n = c < columns ? max(0, min(PANEL, units - p * PANEL)) : 0;
      let to = out + <usize>p * panel;
      let from = w + bytes(p * PANEL);
      for (let g = 0; g < gates; g++, to += 32, from += bytes(units)) {
        if (n == PANEL) {
          const first = v128.load(from);
          const second = v128.load(from, 16);
          v128.store(to, first);
          v128.store(to, second, 16);
        } else {
          memory.fill(to, 0, 32);
          copyNumbers(n, from, to);
        }
      }
    }
    w += bytes(gates * units);
  }
}

/** The inverse of packGroups: out [columns][gates * units]. */
export function unpackGroups(
  columns: i32, padded: i32, units: i32, gates: i32, groupSize: i32, packed: usize, out: usize,
): void {
  const panels = ((units + groupSize - 1) / groupSize) * panelsOf(groupSize);
  const size = columnBytes(gates);
  const panel = <usize>padded * size;
  for (let c = 0; c < columns; c++, packed += size) {
    for (let p = 0; p < panels; p++) {
      const n = max(0, min(PANEL, units - p * PANEL));
      let from = packed + <usize>p * panel;
      let to = out + bytes(p * PANEL);
      for (let g = 0; g < gates; g++, from += 32, to += bytes(units)) {
        if (n == PANEL) {
          const first = v128.load(from);
          const second = v128.load(from, 16);
          v128.store(to, first);
          v128.store(to, second, 16);
        } else copyNumbers(n, from, to);
      }
    }
    out += bytes(gates * units);
  }
}
