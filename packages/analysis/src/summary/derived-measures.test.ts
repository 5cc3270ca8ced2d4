import { derivedMeasures, type Observation } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import { withCosts } from './costs.ts';
import { withDegradation } from './degradation.ts';
import { withFailures } from './failure.ts';
import { withLateGains } from './late-gain.ts';
import { withMacDrift } from './mac-drift.ts';
import { TIME_MEASURES } from './time-shares.ts';

const ofParts = (task: string, ...names: string[]): Observation =>
  observation({
    task,
    curve: [1, 2].map((step) => ({ step, trainLoss: 1, validationLoss: 1, validationScore: 0.5 })),
    parts: {
      measures: {},
      names,
      scores: [names.map(() => 0.5)],
      untrained: names.map(() => 0.1),
      validation: [],
    },
  });

it('what is derived of runs and times is what is declared', () => {
  const runs = [ofParts('both', 'a', 'b'), ofParts('a', 'a'), ofParts('b', 'b')];
  const [both] = withDegradation(withCosts(withFailures(withLateGains(withMacDrift(runs, () => 100)), [])));
  const derived = [...Object.keys(both!.measures), ...Object.keys(TIME_MEASURES)];
  for (const metric of ['accuracy', 'mse'] as const) {
    expect(derived.sort()).toEqual(Object.keys(derivedMeasures(metric)).sort());
  }
});
