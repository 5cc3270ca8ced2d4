/** Results by part, made up for tests: sequential strategies forget, DS less than others. Not results of anything. */
import { continualMeasuresOf } from '@dsrnn/continual';
import { createRng } from '@dsrnn/portable';
import { higherIsBetter, type Observation } from '@dsrnn/records';

/** `run` with this matrix of scores, the measures that follow from it, and the score of its end; diverged runs stay as they are. */
export function withScores(
  run: Observation,
  scores: readonly (readonly number[])[],
  { untrained = scores[0]!.map(() => 0), names = scores[0]!.map((_, j) => `part-${String(j + 1)}`) } = {},
): Observation {
  if (run.score === null) return run;
  const measures = continualMeasuresOf({
    scores,
    initial: untrained,
    higherIsBetter: higherIsBetter(run.metric),
  });
  return {
    ...run,
    score: measures['mean']!,
    parts: {
      measures,
      names: [...names],
      scores: scores.map((row) => [...row]),
      untrained: [...untrained],
      validation: [],
    },
    measures: {
      ...run.measures,
      ...Object.fromEntries(Object.entries(measures).map(([name, value]) => [`parts.${name}`, value])),
    },
  };
}

/** How much a strategy forgets from part to part, and what it costs: work, examples, numbers. */
const STRATEGIES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  joint: [0, 1, 0, 0],
  pcgrad: [0, 1, 0, 0],
  'fine-tune': [0.4, 1, 0, 0],
  replay: [0.08, 2, 500, 392000],
  'der-plus-plus': [0.06, 3, 500, 397000],
  gem: [0.1, 4.5, 500, 392000],
  ewc: [0.3, 1.2, 0, 2468],
};

/** `run` as if it had learned `count` parts, joint or one after the other as its strategy says; without one, `fine-tune`. */
export function withParts(run: Observation, count: number): Observation {
  if (run.score === null) return run;
  const { score: level, metric, method, strategy } = run;
  const [forgets, work, examples, numbers] = STRATEGIES[strategy ?? 'fine-tune'] ?? [0.2, 1, 0, 0];
  const rng = createRng(17).fork(run.key);
  const joint = strategy === 'joint' || strategy === 'pcgrad';
  const rate = forgets * (method === 'ds' ? 0.7 : 1);
  const rows = joint ? [count - 1] : Array.from({ length: count }, (_, i) => i);
  const six = (value: number): number => Number(value.toPrecision(6));
  const scores = rows.map((i) =>
    Array.from({ length: count }, (_, j) => {
      const age = joint ? 0 : i - j;
      const kept = age < 0 ? 0.1 : 1 / (1 + rate * age);
      const noise = 0.01 * rng.normal();
      return six(
        metric === 'mse' ? (level / kept) * (1 + noise) : Math.min(1, Math.max(0, level * kept + noise)),
      );
    }),
  );
  const untrained = Array.from({ length: count }, () => (metric === 'mse' ? 10 * level : 0.1));
  const done = withScores(run, scores, { untrained });
  return {
    ...done,
    measures: {
      ...done.measures,
      'parts.work-factor': work,
      ...{ 'parts.memory-examples': examples, 'parts.memory-numbers': numbers },
      ...(method === 'ds'
        ? {
            ...{ 'part-masks.within': six(0.6 + 0.02 * rng.normal()), 'part-masks.between': 0.35 },
            ...{ 'part-masks.between-means': 0.55, 'part-masks.chance': 0.21 },
            ...{ 'part-masks.part-accuracy': 0.8 },
            ...(joint ? {} : { 'part-masks.drift': 0.2 }),
          }
        : {}),
      'part-conflict.rate': six(Math.min(1, Math.abs(0.3 + 0.1 * rng.normal()))),
      'part-conflict.cosine': -0.02,
    },
  };
}

/** One run of each stream, strategy and seed for every run given, whose task is taken for the stream. */
export function onStrategies(
  runs: readonly Observation[],
  strategies: readonly string[],
  count: number,
): Observation[] {
  return runs.flatMap((run) =>
    strategies.map((strategy) =>
      withParts(
        { ...run, strategy, task: `${run.stream}/${strategy}`, key: `${run.key}/${strategy}` },
        count,
      ),
    ),
  );
}
