/** Results of the probe `masks`, made up for tests: each class prefers some channels. Not results of anything. */
import { createRng } from '@dsrnn/portable';
import type { MaskDetails, Observation } from '@dsrnn/records';

/** Sizes of made-up details. `focus` in [0, 1]: how far channels belong to one class. */
export interface MadeMasks {
  readonly classes: number;
  readonly channels: number;
  readonly examples: number;
  readonly focus: number;
}

/** Details with `stream` as the source of their noise. */
export function madeMaskDetails(
  { classes, channels, examples, focus }: MadeMasks,
  stream: string,
): MaskDetails {
  const rng = createRng(7).fork(stream);
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  const round = (value: number): number => Math.round(value * 1e4) / 1e4;
  const owner = Array.from({ length: channels }, () => rng.integer(classes));
  const base = owner.map(() => 0.05 + 0.55 * rng.uniform());
  const h = Array.from({ length: classes }, (_, c) =>
    base.map((p, j) => round(clip((1 - focus) * p + focus * (owner[j] === c ? 0.9 : 0.1 * rng.uniform())))),
  );
  const labels = Array.from({ length: examples }, () => rng.integer(classes));
  return {
    classes,
    byClass: { h, x: null },
    overlap: h.map((_, a) =>
      h.map((_, b) => (a === b ? 1 : round(0.9 - 0.9 * focus - 0.02 * Math.abs(a - b)))),
    ),
    examples: {
      labels,
      h: labels.map((label) => h[label]!.map((p) => Math.round(255 * clip(p + 0.08 * rng.normal())))),
    },
    churn: [{ step: 100, change: 0.1 }],
  };
}

/** Measures that fit such details roughly. */
export function madeMaskMeasures(focus: number, stream: string): Record<string, number> {
  const rng = createRng(8).fork(stream);
  const near = (value: number): number => value + 0.01 * rng.normal();
  const measures = {
    ...{ 'h-within': near(0.6), 'h-between': near(0.6 - 0.3 * focus), 'h-chance': near(0.25) },
    ...{ 'h-within-corrected': near(0.45), 'h-between-corrected': near(0.45 - 0.4 * focus) },
    ...{ 'h-separation-p': focus > 0.1 ? 0.00497512 : 0.4 },
    ...{ 'h-cosine-within': near(0.8), 'h-cosine-between': near(0.8 - 0.3 * focus) },
    ...{ 'h-nearest-mean': near(0.1 + 0.7 * focus), 'h-knn': near(0.1 + 0.72 * focus) },
    ...{ 'h-linear': near(0.1 + 0.8 * focus), 'shuffled-linear': near(0.1) },
    ...{ 'inputs-linear': near(0.7), 'state-linear': near(0.75), majority: 0.115, chance: 0.1 },
    ...{ 'h-dead': 0.03125, 'h-always-on': 0, 'h-entropy': near(0.8), 'h-load-cv2': near(0.4) },
    ...{ 'h-effective': near(0.8), 'h-staticness': near(0.5), 'h-churn': near(0.05) },
  };
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [`masks.${name}`, value]));
}

/** `run` as if it had been probed; diverged runs are left as they are. */
export function withMasks(run: Observation, sizes: MadeMasks): Observation {
  if (run.score === null) return run;
  return {
    ...run,
    measures: { ...run.measures, ...madeMaskMeasures(sizes.focus, run.key) },
    details: { ...run.details, masks: madeMaskDetails(sizes, run.key) },
  };
}
