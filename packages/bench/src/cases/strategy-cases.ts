/** Steps of continual and multi-task learning: what each strategy costs over fine-tuning, beside its arithmetic. */
import { strategies } from '@dsrnn/continual';
import { strategyWork, type StrategySpec } from '../work/strategy-work.ts';
import { plain, type BenchCase } from './bench-case.ts';
import { dense } from './variants.ts';

const { method, sparsity, sparsityOf } = dense;
const sizes: Omit<StrategySpec, 'strategy'> = {
  ...{ method, sparsity, sparsityOf },
  architecture: { kind: 'lstm', units: 64 },
  ...{ parts: 5, batch: 32, time: 14, features: 14, outputs: 10 },
};

const GROUP = 'strategies';
const BASELINE = `${GROUP}-fine-tune`;

/** All of them: every strategy with its default settings, fine-tuning first. */
export const strategyCases: readonly BenchCase[] = [...strategies]
  .sort((one, other) => Number(idOf(other) === BASELINE) - Number(idOf(one) === BASELINE))
  .map((strategy): BenchCase => ({
    ...plain,
    id: idOf(strategy),
    kind: 'strategy',
    group: GROUP,
    what:
      `LSTM-${sizes.architecture.units}, batch ${sizes.batch}, ${sizes.time} steps of ${sizes.features}, ` +
      (strategy.order === 'joint' ? `${sizes.parts} parts` : `the last of ${sizes.parts} parts`) +
      `: ${strategy.summary}`,
    baseline: idOf(strategy) === BASELINE ? null : BASELINE,
    start: () => strategyWork({ ...sizes, strategy: strategy.kind }),
  }));

function idOf({ kind }: { readonly kind: string }): string {
  return `${GROUP}-${kind}`;
}
