/** Rows that keep panels of eight channels, against loops over channels in float64 and against the kernels over all channels. */
import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { numbers, uniform } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

interface Shape {
  readonly time: number;
  readonly batch: number;
  readonly channels: number;
  readonly groupSize: number;
  readonly share: number;
}

/** One step and sample, a last panel and a last group that end early, a group that is never kept, and all that are always. */
const shapes: readonly Shape[] = [
  { time: 1, batch: 1, channels: 3, groupSize: 8, share: 1 },
  { time: 23, batch: 3, channels: 29, groupSize: 8, share: 0.4 },
  { time: 11, batch: 2, channels: 40, groupSize: 16, share: 0.5 },
  { time: 6, batch: 2, channels: 24, groupSize: 24, share: 0.7 },
  { time: 9, batch: 2, channels: 16, groupSize: 8, share: 1 },
  { time: 4, batch: 2, channels: 16, groupSize: 8, share: 0 },
];

interface Place {
  readonly row: number;
  readonly panel: number;
  readonly mask: number;
}

/** Masks of groups, the second of which is never kept if there are three; and by hand what the kernels list of them. */
function makeCase({ time, batch, channels, groupSize, share }: Shape) {
  const draw = uniform(channels + time);
  const groups = Math.ceil(channels / groupSize);
  const count = Math.ceil(channels / 8);
  const rows = time * batch;
  const mask = Float32Array.from({ length: rows * groups }, (_, i) => {
    const soft = Math.fround(0.2 + draw());
    return (groups > 2 && i % groups === 1) || draw() >= share ? 0 : soft;
  });
  const places: Place[] = [];
  const offsets = [0];
  for (let row = 0; row < rows; row++) {
    for (let panel = 0; panel < count; panel++) {
      const m = mask[row * groups + Math.floor((8 * panel) / groupSize)]!;
      if (m !== 0) places.push({ row, panel, mask: m });
    }
    offsets.push(places.length);
  }
  const mask8 = Float32Array.from({ length: 8 * places.length }, (_, i) => {
    const { panel, mask: m } = places[Math.floor(i / 8)]!;
    return 8 * panel + (i % 8) < channels ? m : 0;
  });
  const lists = { offsets: Int32Array.from(offsets), panels: Int32Array.from(places, ({ panel }) => panel) };
  return { rows, groups, count, mask, mask8, places, lists };
}

/** Numbers of places, 0 where there is no channel. */
const atPlaces = (seed: number, { mask8 }: ReturnType<typeof makeCase>): Float32Array =>
  numbers(seed, mask8.length).map((value, i) => (mask8[i] === 0 ? 0 : value));

function expectNear(actual: Float32Array, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4));
}

/** Entries by panel and sample, by hand. */
function inverse({ batch }: Shape, { count, places }: ReturnType<typeof makeCase>) {
  const starts = [0];
  const entries: number[] = [];
  for (let key = 0; key < count * batch; key++) {
    places.forEach(({ row, panel }, place) => {
      if (panel * batch + (row % batch) === key) entries.push(Math.floor(row / batch), place);
    });
    starts.push(entries.length / 2);
  }
  return { starts: Int32Array.from(starts), entries: Int32Array.from(entries) };
}

describe.each(shapes)('panels of $channels channels in groups of $groupSize, $time steps', (shape) => {
  const { time, batch, channels, groupSize } = shape;
  const c = makeCase(shape);
  const { rows, count, places, mask8, lists } = c;
  const row = (place: number): number => places[place]!.row;
  const mates = (place: number): number[] => places.flatMap((_, q) => (row(q) === row(place) ? [q] : []));

  it('are listed, turned around, gathered and spread', () => {
    const arrays = {
      mask: c.mask,
      offsets: new Int32Array(rows + 1),
      panels: new Int32Array(places.length),
      mask8: new Float32Array(mask8.length),
    };
    const listed = onArrays(kernels, arrays, (p) =>
      kernels.run.listPanels(rows, channels, groupSize, p.mask, p.offsets, p.panels, p.mask8),
    );
    expect(listed.result).toBe(places.length);
    expect(listed.after).toMatchObject({ ...lists, mask8 });
    const turned = inverse(shape, c);
    const { after } = onArrays(
      kernels,
      { ...lists, starts: turned.starts.map(() => 7), entries: turned.entries.map(() => 7) },
      (p) => kernels.run.invertPanels(time, batch, count, p.offsets, p.panels, p.starts, p.entries),
    );
    expect(after).toMatchObject(turned);

    const x = numbers(1, rows * channels);
    const gathered = mask8.map((m, i) =>
      m === 0 ? 0 : x[row(Math.floor(i / 8)) * channels + 8 * places[Math.floor(i / 8)]!.panel + (i % 8)]!,
    );
    const kept = x.map((value, i) => {
      const panel = Math.floor((i % channels) / 8);
      return places.some((place) => place.row === Math.floor(i / channels) && place.panel === panel)
        ? value
        : 0;
    });
    const moved = onArrays(kernels, { ...lists, x, out: mask8.map(() => 5), back: x.map(() => 5) }, (p) => {
      kernels.run.gatherPanels(rows, channels, p.offsets, p.panels, p.x, p.out);
      kernels.run.spreadPanels(rows, channels, p.offsets, p.panels, p.out, p.back);
    });
    expect(moved.after.out).toEqual(gathered);
    expect(moved.after.back).toEqual(kept);
  });

  it('mix by the weights of what a row keeps, and back', () => {
    const [x, d] = [atPlaces(2, c), numbers(3, 2 * mask8.length)];
    const [w, bias] = [numbers(4, count * count * 128), numbers(5, count * 16)];
    const weight = (p: number, q: number, i: number, j: number): number =>
      ((places[p]!.panel * count + places[q]!.panel) * 8 + i) * 16 + j;
    const out = new Float64Array(2 * mask8.length);
    const dx = new Float64Array(mask8.length);
    const [dW, dBias] = [Float64Array.from(w), Float64Array.from(bias)];
    for (let p = 0; p < places.length; p++) {
      for (let j = 0; j < 16; j++) {
        const from = d[16 * p + j]!;
        out[16 * p + j] = bias[16 * places[p]!.panel + j]!;
        dBias[16 * places[p]!.panel + j]! += from;
        for (const q of mates(p)) {
          for (let i = 0; i < 8; i++) {
            out[16 * p + j]! += w[weight(p, q, i, j)]! * x[8 * q + i]!;
            dx[8 * q + i]! += w[weight(p, q, i, j)]! * from;
            dW[weight(p, q, i, j)]! += x[8 * q + i]! * from;
          }
        }
      }
    }
    const arrays = {
      ...lists,
      w,
      bias,
      x,
      d,
      out: new Float32Array(out.length),
      wT: w.slice(),
      dx: mask8.slice(),
    };
    const { after } = onArrays(kernels, arrays, (p) => {
      kernels.run.panelMix(rows, count, p.offsets, p.panels, p.w, p.x, p.bias, p.out);
      kernels.run.panelTranspose(count, p.w, p.wT);
      kernels.run.panelMixBackward(rows, count, p.offsets, p.panels, p.wT, p.d, p.dx);
      kernels.run.panelMixGradient(rows, count, p.offsets, p.panels, p.x, p.d, p.w, p.bias);
    });
    expectNear(after.out, out);
    expectNear(after.dx, dx);
    expectNear(after.w, dW);
    expectNear(after.bias, dBias);
  });

  it.each([1, 5])('read %i inputs, and back', (inputs) => {
    const [x, d] = [numbers(6, rows * inputs), atPlaces(7, c)];
    const [w, bias] = [numbers(8, count * inputs * 8), numbers(9, count * 8)];
    const out = new Float64Array(mask8.length);
    const dx = new Float64Array(x.length);
    const [dW, dBias] = [Float64Array.from(w), Float64Array.from(bias)];
    for (let i = 0; i < out.length; i++) {
      const p = Math.floor(i / 8);
      const unit = 8 * places[p]!.panel + (i % 8);
      out[i] = bias[unit]!;
      dBias[unit]! += d[i]!;
      for (let input = 0; input < inputs; input++) {
        const at = (places[p]!.panel * inputs + input) * 8 + (i % 8);
        out[i]! += w[at]! * x[row(p) * inputs + input]!;
        dx[row(p) * inputs + input]! += w[at]! * d[i]!;
        dW[at]! += x[row(p) * inputs + input]! * d[i]!;
      }
    }
    for (const wanted of [true, false]) {
      const arrays = { ...lists, w, x, bias, d, out: mask8.slice(), dW: w, dx: x.map(() => 3) };
      const { after } = onArrays(kernels, arrays, (p) => {
        kernels.run.panelInputs(rows, inputs, p.offsets, p.panels, p.w, p.x, p.bias, p.out);
        kernels.run.panelInputsBackward(rows, inputs, p.offsets, p.panels, p.w, p.x, p.d, p.dW, p.bias, wanted ? p.dx : NONE); // prettier-ignore
      });
      expectNear(after.out, out);
      expectNear(after.dW, dW);
      expectNear(after.bias, dBias);
      expectNear(after.dx, wanted ? dx : x.map(() => 3));
    }
  });

  it('are normalised as a layer norm of all channels does it where nothing else is active', () => {
    const [x, d, start] = [atPlaces(10, c), atPlaces(11, c), atPlaces(12, c)];
    const [gain, bias] = [numbers(13, 8 * count), numbers(14, 8 * count)];
    // Of all channels.
    const all = (from: Float32Array): Float32Array => {
      const to = new Float32Array(rows * 8 * count);
      from.forEach((value, i) => {
        to[(row(Math.floor(i / 8)) * count + places[Math.floor(i / 8)]!.panel) * 8 + (i % 8)] = value;
      });
      return to;
    };
    const kept = (from: Float32Array): Float32Array =>
      mask8.map(
        (_, i) => from[(row(Math.floor(i / 8)) * count + places[Math.floor(i / 8)]!.panel) * 8 + (i % 8)]!,
      );
    const shared = {
      gain,
      bias,
      dGain: gain,
      dBias: bias,
      mean: new Float32Array(rows),
      inverse: new Float32Array(rows),
    };
    const full = onArrays(
      kernels,
      { ...shared, x: all(x), m: all(mask8), y: all(x), d: all(d), dMask: all(start) },
      ({ x, m, y, d, dMask, ...p }) => {
        kernels.run.layerNorm(rows, 8 * count, x, m, 8 * count, p.gain, p.bias, 1e-5, y, p.mean, p.inverse);
        kernels.run.layerNormBackward(rows, 8 * count, x, m, 8 * count, p.gain, p.bias, 1e-5, p.mean, p.inverse, d, d, p.dGain, p.dBias, dMask); // prettier-ignore
      },
    ).after;
    for (const wanted of [true, false]) {
      const { after } = onArrays(
        kernels,
        { ...lists, ...shared, x, m: mask8, y: x, d, dMask: start },
        ({ x, m, y, d, dMask, ...p }) => {
          kernels.run.panelNorm(rows, p.offsets, p.panels, x, m, p.gain, p.bias, 1e-5, y, p.mean, p.inverse);
          kernels.run.panelNormBackward(rows, p.offsets, p.panels, x, m, p.gain, p.bias, 1e-5, p.mean, p.inverse, d, p.dGain, p.dBias, wanted ? dMask : NONE); // prettier-ignore
        },
      );
      expectNear(after.y, kept(full.y));
      expectNear(after.d, kept(full.d));
      expectNear(after.dGain, full.dGain);
      expectNear(after.dBias, full.dBias);
      expectNear(after.dMask, wanted ? kept(full.dMask) : start);
    }
  });

  it('convolve what was kept, and back', () => {
    const { starts, entries } = inverse(shape, c);
    const [u, dy, k] = [atPlaces(15, c), atPlaces(16, c), numbers(17, count * time * 8)];
    const [y, du] = [new Float64Array(u.length), new Float64Array(u.length)];
    const dk = Float64Array.from(k);
    for (let p = 0; p < places.length; p++) {
      for (let q = 0; q <= p; q++) {
        const { panel } = places[p]!;
        if (places[q]!.panel !== panel || (row(p) - row(q)) % batch !== 0) continue;
        const lag = (panel * time + (row(p) - row(q)) / batch) * 8;
        for (let i = 0; i < 8; i++) {
          y[8 * p + i]! += k[lag + i]! * u[8 * q + i]!;
          du[8 * q + i]! += k[lag + i]! * dy[8 * p + i]!;
          dk[lag + i]! += dy[8 * p + i]! * u[8 * q + i]!;
        }
      }
    }
    const scratch = new Float32Array(kernels.run.panelConvolveScratch(time));
    const { after } = onArrays(kernels, { starts, entries, u, dy, k, y: u, dk: k, scratch }, (p) => {
      for (let panel = 0; panel < count; panel++) {
        const from = (p.starts + 4 * panel * batch) as typeof p.starts;
        const lags = (at: typeof p.k): typeof p.k => (at + 32 * panel * time) as typeof p.k;
        kernels.run.panelConvolve(time, batch, from, p.entries, lags(p.k), p.u, p.y, p.scratch);
        kernels.run.panelConvolveBackward(time, batch, from, p.entries, lags(p.k), p.u, p.dy, p.dy, lags(p.dk), p.scratch); // prettier-ignore
      }
    });
    expectNear(after.y, y);
    expectNear(after.dy, du);
    expectNear(after.dk, dk);
  });
});
