import { tf, useBackend } from '@dsrnn/core';
import { beforeAll, expect, it } from 'vitest';
import { maskRecorder, type MaskRecorder } from './mask-history.ts';

beforeAll(() => useBackend('cpu'));

function see(recorder: MaskRecorder, channels: 'x' | 'h', rows: number[][] | null): void {
  tf.tidy(() => recorder.observe(channels, rows === null ? null : tf.tensor2d(rows)));
}

it('cuts the masks of a pass into those of its examples, step by step, and goes on with the next pass', () => {
  const recorder = maskRecorder(1, 2);
  see(recorder, 'x', [[1], [0]]);
  see(recorder, 'h', [
    [1, 0],
    [0, 1],
  ]);
  see(recorder, 'x', [[0], [1]]);
  see(recorder, 'h', [
    [1, 1],
    [0, 0.25], // a soft mask is open where it is not 0
  ]);
  recorder.endPass(2);
  see(recorder, 'x', [[1]]);
  see(recorder, 'h', [[0, 0]]);
  recorder.endPass(1);
  expect(recorder.history()).toEqual({
    x: [Uint8Array.of(1, 0), Uint8Array.of(0, 1), Uint8Array.of(1)],
    h: [Uint8Array.of(1, 0, 1, 1), Uint8Array.of(0, 1, 0, 1), Uint8Array.of(0, 0)],
    read: [Uint8Array.of(1, 0, 1, 1), Uint8Array.of(0, 1, 0, 1), Uint8Array.of(0, 0)],
  });
});

it('knows the columns of the step before, of which the first step has none', () => {
  const recorder = maskRecorder(1, 2, 'previous');
  for (const mask of [[1, 0], [1, 1], [0, 1]]) see(recorder, 'h', [mask]); // prettier-ignore
  recorder.endPass(1);
  const { h, read } = recorder.history();
  expect(h).toEqual([Uint8Array.of(1, 0, 1, 1, 0, 1)]);
  expect(read).toEqual([Uint8Array.of(0, 0, 1, 0, 1, 1)]);
});

it('gives a mask of one row to every example', () => {
  const recorder = maskRecorder(1, 2);
  see(recorder, 'x', null);
  see(recorder, 'h', [[0, 1]]);
  recorder.endPass(3);
  const all = Array.from({ length: 3 }, () => Uint8Array.of(0, 1));
  expect(recorder.history()).toEqual({ x: null, h: all, read: all });
});
