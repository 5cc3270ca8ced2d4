/**
 * Sequences of which each row (a sample in a step) keeps some panels of eight channels: S4D under masks of groups. Places are the
 * kept panels of all rows, one row after the other, panels ascending; what belongs to a place is a run of eight numbers, or
 * of twice eight. offsets [rows + 1]: the places of row r are offsets[r] to offsets[r + 1]; panels [places]: which panel.
 */
import { bytes, copyNumbers } from './copy';
import { PANEL, at } from './group-panels';

/**
 * From mask [rows][groups], groups of whole panels: offsets, panels, and mask8 [places][8], 0 behind the last channel.
 * Returns the number of places.
 */
export function listPanels(
  rows: i32, channels: i32, groupSize: i32, mask: usize, offsets: usize, panels: usize, mask8: usize,
): i32 {
  let n = 0;
  for (let r = 0; r < rows; r++) {
    i32.store(offsets + bytes(r), n);
    for (let first = 0; first < channels; first += groupSize, mask += 4) {
      const m = f32.load(mask);
      if (m == 0) continue;
      const splat = f32x4.splat(m);
      const end = min(channels, first + groupSize);
      for (let c = first; c < end; c += PANEL, n++) {
        i32.store(panels + bytes(n), c / PANEL);
        const to = mask8 + (<usize>n << 5);
        v128.store(to, splat);
        v128.store(to, splat, 16);
        for (let lane = end - c; lane < PANEL; lane++) f32.store(to + bytes(lane), 0);
      }
    }
  }
  i32.store(offsets + bytes(rows), n);
  return n;
}

/**
 * Turns them around: the places of panel q in sample b are entries starts[q * batch + b] to the next, steps ascending, each as
 * its step and its place. Row r is sample r % batch of step r / batch; starts [count * batch + 1], entries [places][2].
 */
export function invertPanels(
  time: i32, batch: i32, count: i32, offsets: usize, panels: usize, starts: usize, entries: usize,
): void {
  memory.fill(starts, 0, bytes(count * batch + 1));
  for (let r = 0, b = 0; r < time * batch; r++, b = b + 1 == batch ? 0 : b + 1) {
    for (let p = at(offsets, r); p < at(offsets, r + 1); p++) {
      const key = starts + bytes(at(panels, p) * batch + b);
      i32.store(key, i32.load(key, 4) + 1, 4);
    }
  }
  // Counts become first entries one key behind; filling moves each to the first of the next.
  let before = 0;
  for (let key = 1; key <= count * batch; key++) {
    const n = at(starts, key);
    i32.store(starts + bytes(key), before);
    before += n;
  }
  for (let t = 0, r = 0; t < time; t++) {
    for (let b = 0; b < batch; b++, r++) {
      for (let p = at(offsets, r); p < at(offsets, r + 1); p++) {
        const next = starts + bytes(at(panels, p) * batch + b);
        const i = i32.load(next, 4);
        i32.store(entries + (<usize>i << 3), t);
        i32.store(entries + (<usize>i << 3), p, 4);
        i32.store(next, i + 1, 4);
      }
    }
  }
}

/** out [places][8] = x [rows][channels] at the places, 0 behind the last channel. Places as offsets say, of all rows. */
export function gatherPanels(rows: i32, channels: i32, offsets: usize, panels: usize, x: usize, out: usize): void {
  for (let r = 0; r < rows; r++, x += bytes(channels)) {
    for (let p = at(offsets, r); p < at(offsets, r + 1); p++) {
      const first = at(panels, p) * PANEL;
      const from = x + bytes(first);
      const to = out + (<usize>p << 5);
      if (first + PANEL <= channels) {
        const low = v128.load(from);
        const high = v128.load(from, 16);
        v128.store(to, low);
        v128.store(to, high, 16);
      } else {
        memory.fill(to, 0, 32);
        copyNumbers(channels - first, from, to);
      }
    }
  }
}

/** out [rows][channels] = what is at the places, 0 elsewhere. */
export function spreadPanels(rows: i32, channels: i32, offsets: usize, panels: usize, from: usize, out: usize): void {
  for (let r = 0; r < rows; r++, out += bytes(channels)) {
    let done = 0;
    for (let p = at(offsets, r); p < at(offsets, r + 1); p++) {
      const first = at(panels, p) * PANEL;
      if (first > done) memory.fill(out + bytes(done), 0, bytes(first - done));
      done = min(first + PANEL, channels);
      copyNumbers(done - first, from + (<usize>p << 5), out + bytes(first));
    }
    if (done < channels) memory.fill(out + bytes(done), 0, bytes(channels - done));
  }
}
