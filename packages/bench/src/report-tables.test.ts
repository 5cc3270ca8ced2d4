import { expect, test } from 'vitest';
import { reportTables } from './report-tables.ts';
import { toyBackendReport, toyReport } from '../test/toy-report.ts';

const [kernels, training, streaming, memory, strategies] = reportTables(toyReport);

test('kinds without cases have no table', () => {
  expect(reportTables(toyReport).map(({ title }) => title)).toEqual([
    'Kernels',
    'Training steps',
    'One step of one sequence',
    'Memory',
    'Strategies against fine-tuning',
  ]);
});

test('a product shows its share of the ceiling', () => {
  expect(kernels?.rows).toEqual([
    ['peak', '2.00', '40.0', '–'],
    ['gemm-64x156x512', '0.25', '30.0', '75 %'],
  ]);
});

test('a training step has both engines and the peer in one row', () => {
  expect(training?.header).toEqual([
    ...['case', 'MACs', 'ms', 'GFLOP/s', 'speed-up', 'efficiency'],
    ...['reference ms', 'speed-up', 'ours is', 'torch: dense, ms', 'ours is'],
  ]);
  expect(training?.rows).toEqual([
    [
      'train-lstm-dense',
      '100 %',
      '20.0',
      '42.9',
      '–',
      '–',
      '80.0 *',
      '–',
      '4.00× as fast',
      '15.0',
      '0.75× as fast',
    ],
    ['train-lstm-ds', '16 %', '8.00', '17.0', '2.50×', '40 %', '–', '–', '–', '–', '–'],
  ]);
  expect(training?.notes).toEqual(['train-lstm-dense-reference: slow']);
});

test('a streaming step is in microseconds, beside all peers', () => {
  expect(streaming?.rows).toEqual([
    [
      'stream-lstm-dense',
      '100 %',
      '200',
      '13.0',
      '–',
      '–',
      '400 (LSTMCell)',
      '2.00× as fast',
      '100',
      '0.50× as fast',
    ],
  ]);
});

test('memory is in MiB', () => {
  expect(memory?.rows).toEqual([['memory-lstm-784', '3.00', '2.00', '1.50']]);
});

test('a strategy has its time over that of fine-tuning beside its arithmetic', () => {
  expect(strategies?.header).toEqual(['case', 'ms', 'time', 'arithmetic', 'time / arithmetic']);
  expect(strategies?.rows).toEqual([['strategies-gem', '24.0', '8.00×', '7.25×', '1.10']]);
});

test('a case that is no longer known is left out', () => {
  const [first, ...rest] = toyReport.cases;
  const [table] = reportTables({ ...toyReport, cases: [...rest, { ...first!, id: 'gone' }] });
  expect(table?.rows.map(([id]) => id)).toEqual(['gemm-64x156x512']);
});

test('another backend stands under the name of its device, each case beside ours', () => {
  const [table, ...more] = reportTables(toyBackendReport);
  expect(more).toEqual([]);
  expect(table?.title).toBe('Training steps on webgpu: Toy GPU (soft 1.0; webgpu 0.4)');
  expect(table?.header).toEqual([
    ...['case', 'MACs', 'webgpu ms', 'speed-up'],
    ...['wasm ms', 'speed-up', 'wasm is'],
  ]);
  expect(table?.rows).toEqual([
    ['train-s4d-dense-webgpu', '100 %', '100 *', '–', '20.0', '–', '5.00× as fast'],
    ['train-s4d-ds-webgpu', '16 %', '200', '0.50×', '8.00', '2.50×', '25.0× as fast'],
  ]);
});

test('times on an emulated GPU are said to mean nothing, and those on a real one are not', () => {
  const notes = (emulated: boolean): readonly string[] | undefined =>
    reportTables({ ...toyBackendReport, backend: { ...toyBackendReport.backend!, emulated } })[0]?.notes;
  const others = ['train-s4d-dense-webgpu: extrapolated'];
  expect(notes(false)).toEqual(others);
  expect(notes(true)).toEqual([
    'software emulation: a processor plays the GPU; the times on webgpu say nothing about a GPU',
    ...others,
  ]);
});
