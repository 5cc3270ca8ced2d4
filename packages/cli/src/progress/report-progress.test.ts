import type { GridRun, SweepEvent } from '@dsrnn/experiment';
import { expect, test } from 'vitest';
import { reportProgress } from './report-progress.ts';

const part = { kind: 'toy' };
const run: GridRun = {
  key: 'k',
  labels: { architecture: 'a', method: 'm', task: 't', stream: 't', strategy: null, recipe: 'quick' },
  tunes: true,
  followers: [],
  spec: {
    architecture: part,
    method: part,
    sparsity: 0,
    sparsityOf: 'macs',
    task: part,
    train: {},
    seed: 1,
    backend: 'wasm',
    engine: 'fused',
  },
};
const finished: SweepEvent = {
  kind: 'finished',
  run,
  worker: 0,
  status: 'completed',
  score: 0.5,
  probed: false,
  wallMs: 1000,
};

function watch(isTTY: boolean): string {
  let text = '';
  const sink = { isTTY, columns: 80, write: (part: string) => (text += part) };
  const reporter = reportProgress(sink, [run], new Map([['k', 1]]), () => 0);
  reporter.onEvent({ kind: 'started', run, worker: 0 });
  reporter.onEvent(finished);
  reporter.close();
  return text;
}

test('where output is not a terminal, each finished run is one plain line', () => {
  expect(watch(false)).toBe('[1/1] completed  a m t quick #1  score 0.500  1s\n');
});

test('on a terminal the cursor is hidden, and given back at the end', () => {
  const text = watch(true);
  expect(text.startsWith('\u001b[?25l')).toBe(true);
  expect(text.endsWith('\u001b[?25h')).toBe(true);
});
