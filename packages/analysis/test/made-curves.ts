/** Evaluations in training, made up for tests: scores that near the end of a run. Not results of anything. */
import { createRng } from '@dsrnn/portable';
import type { Observation } from '@dsrnn/records';

/** `run` with an evaluation every `every` steps, `count` of them; a diverged run has a third of them. */
export function withCurve(run: Observation, count: number, every: number): Observation {
  const rng = createRng(23).fork(run.key);
  const end = run.score ?? 0.5;
  const six = (value: number): number => Number(value.toPrecision(6));
  return {
    ...run,
    curve: Array.from({ length: run.score === null ? Math.ceil(count / 3) : count }, (_, i) => {
      const still = (0.6 + 0.1 * rng.normal()) / (i + 1);
      return {
        step: every * (i + 1),
        trainLoss: six(2 * still),
        validationLoss: six(2.5 * still),
        validationScore: six(run.metric === 'mse' ? end * (1 + Math.abs(still)) : end * (1 - still)),
      };
    }),
  };
}
