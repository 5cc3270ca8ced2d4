/**
 * A worker whose runs do what their `task` says. Each start of a run appends a line to `task.log`, if given:
 * the tests count lines to see how often a run was computed.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, RunSpec } from '@dsrnn/records';
import { DsrnnError } from '@dsrnn/portable';
import { checkedDevice } from '../src/pool/checked-device.ts';
import { serveRuns, type Execute } from '../src/pool/serve-runs.ts';

/** As the core has it; a toy worker does not load the core. */
class BackendError extends DsrnnError {
  readonly code = 'backend';
}

/** The first error of a toy device, which only reports: a run goes on as if nothing had happened. */
let fault: BackendError | null = null;

const execute: Execute = async (spec, { onProgress, trained, keepModel = false }) => {
  const { behaviour, log, milliseconds } = spec.task;
  const kept = keepModel ? { model: toyModel } : {};
  if (trained !== undefined && behaviour !== 'misfit') {
    const outcome = { ...trained.outcome, ...probesOf(spec, trained.outcome.probes) };
    return { outcome, probed: true, trainMs: 0, stepMs: 0, ...kept };
  }
  if (typeof log === 'string') appendFileSync(log, `${String(spec.seed)} ${String(process.pid)}\n`);
  for (let step = 0; step < 20; step++) {
    onProgress({ phase: 'training', step, steps: 20, loss: 1, validationScore: null });
    if (behaviour === 'slow') await sleep(Number(milliseconds ?? 200) / 20);
  }
  if (behaviour === 'throw') throw new RangeError(`seed ${String(spec.seed)} is a toy that throws`);
  if (behaviour === 'tell-limit') throw new Error(`limit: ${String(process.env['DSRNN_DEVICE_MEMORY_MB'])}`);
  if (behaviour === 'tell-options') throw new Error(`options: ${process.execArgv.join(' ')}`);
  if (behaviour === 'lose-device') fault = new BackendError(`the GPU of seed ${String(spec.seed)} was lost`);
  if (behaviour === 'kill-once' && isFirst(String(log), spec)) process.kill(process.pid, 'SIGKILL');
  if (behaviour === 'kill') process.kill(process.pid, 'SIGKILL');
  if (behaviour === 'hang') await sleep(600_000);
  if (behaviour === 'block') for (;;);
  const misfit = trained === undefined ? {} : { misfit: 'is a toy that does not fit' };
  const outcome = { ...toyOutcome(spec), ...probesOf(spec) };
  return { outcome, trainMs: 2, stepMs: 0.1, ...misfit, ...kept };
};

serveRuns(checkedDevice(execute, () => fault));

/** Whether no other start of the run stands in the log. */
function isFirst(log: string, { seed }: RunSpec): boolean {
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith(`${String(seed)} `)).length === 1;
}

const toyModel = new Map([['w', { shape: [1], values: Float32Array.of(0.5) }]]);

/** Each probe that is not there finds the seed. */
function probesOf({ probes, seed }: RunSpec, found: Outcome['probes'] = {}): Pick<Outcome, 'probes'> {
  if (probes === undefined) return {};
  const made = { measures: { seed }, details: null };
  return { probes: Object.fromEntries(probes.map(({ kind }) => [kind, found[kind] ?? made])) };
}

/** A function of the spec alone, as in a real run. Negative zero must survive the trip to the parent. */
function toyOutcome(spec: RunSpec): Outcome {
  const diverged = spec.task.behaviour === 'diverge';
  return {
    status: diverged ? 'diverged' : 'completed',
    metric: 'accuracy',
    score: diverged ? null : 1 / (spec.seed + 2),
    testLoss: diverged ? null : Math.sqrt(spec.seed),
    validationScore: diverged ? null : 1 / (spec.seed + 1),
    bestStep: diverged ? null : 20,
    steps: 20,
    divergedAt: diverged ? 7 : null,
    units: 4,
    parameters: 100,
    macs: { dense: 64, core: 32, router: 4, total: 36 },
    activity: { hidden: 0.5 },
    curve: [],
  };
}
