/** Observations made up for tests: plausible curves with seeded noise. Not results of anything. */
import { createRng } from '@dsrnn/portable';
import type { Metric, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../src/context.ts';
import { madeMeasureOf } from './made-measures.ts';

/** An observation with everything that a test does not care about filled in. */
export function observation(overrides: Partial<Observation> = {}): Observation {
  const { architecture, method, task, sparsity, seed } = {
    architecture: 'lstm',
    method: 'ds',
    task: 'digits',
    sparsity: 0.9,
    seed: 1,
    ...overrides,
  };
  const core = 1000 * (1 - sparsity);
  const router = method === 'ds' ? 40 : 0;
  return {
    key: `${architecture}/${method}/${task}/${String(sparsity)}/${String(seed)}`,
    architecture,
    method,
    task,
    stream: task,
    strategy: null,
    sparsity,
    recipe: 'quick',
    learningRate: 0.01,
    tunes: true,
    seed,
    status: 'completed',
    metric: 'accuracy',
    score: 0.9,
    validationScore: 0.9,
    curve: [],
    macs: { dense: 1000, core, router, total: core + router },
    parameters: 1234,
    units: 32,
    activity: {},
    parts: null,
    measures: {},
    details: {},
    ...overrides,
  };
}

const LOSS: Readonly<Record<string, number>> = {
  ds: 0.01,
  rigl: 0.014,
  delta: 0.03,
  'dense-small': 0.045,
  'fixed-mask': 0.07,
  'random-mask': 0.2,
  'untrained-router': 0.1,
};

const METHODS = ['ds', 'rigl', 'delta', 'dense-small', 'fixed-mask', 'random-mask', 'untrained-router'];
const SPARSITIES = [0.5, 0.7, 0.8, 0.9, 0.95];

/** A whole grid: dense and seven methods at five sparsities, on the given architectures and tasks. */
export function madeGrid(
  seedCount: number,
  tasks: Readonly<Record<string, Metric>> = { digits: 'accuracy', hanzi: 'accuracy' },
  architectures: readonly string[] = ['lstm'],
): Observation[] {
  const rng = createRng(5);
  const cells = [
    { method: 'dense', sparsity: 0 },
    ...METHODS.flatMap((method) => SPARSITIES.map((sparsity) => ({ method, sparsity }))),
  ];
  return architectures.flatMap((architecture, a) =>
    Object.entries(tasks).flatMap(([task, metric], t) =>
      cells.flatMap(({ method, sparsity }) =>
        Array.from({ length: seedCount }, (_, i) => {
          const noise = rng
            .fork(`${architecture}/${task}/${method}/${String(sparsity)}/${String(i)}`)
            .normal();
          const loss = (LOSS[method] ?? 0) * (1 + 0.8 / (1.05 - sparsity)) * (sparsity > 0 ? 0.4 : 0);
          const accuracy = Math.min(0.99, 0.965 - 0.06 * t - 0.02 * a - loss + noise * 0.008);
          const score = metric === 'accuracy' ? accuracy : 0.2 * (1 - accuracy);
          const seed = i + 1;
          return observation({ architecture, method, task, sparsity, seed, metric, score });
        }),
      ),
    ),
  );
}

/** The context of `madeGrid`, every observation expected. */
export function madeContext(
  observations: readonly Observation[],
  overrides: Partial<AnalysisContext> = {},
): AnalysisContext {
  return {
    experiment: 'made-up',
    profile: 'quick',
    sparsityOf: 'macs',
    reference: 'dense',
    architectures: [],
    methods: ['dense', ...METHODS],
    tasks: [],
    budgets: { 'dense-small': 'total' },
    measureOf: madeMeasureOf,
    expected: observations.map(({ architecture, method, sparsity, task, seed }) => ({
      architecture,
      method,
      sparsity,
      task,
      seed,
    })),
    choices: [],
    tuningCosts: [],
    classNames: {},
    times: null,
    floors: [{ task: 'digits', label: 'majority', score: 0.1, guess: { standardError: 0.01 } }],
    confidence: 0.95,
    ...overrides,
  };
}
