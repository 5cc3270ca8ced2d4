/** What a reader should know of runs that are sound: where a cell keeps a method from its sparsity, and where trials went badly. */
import { groupBy } from '@dsrnn/portable';
import { shortfall } from '../declare/checks/run-limits.ts';
import type { GridRun } from './expand-grid.ts';
import type { RunPlan } from '../spec/registries.ts';

type Plans = ReadonlyMap<string, RunPlan>;

/** Sentences for each method and architecture of a profile, as `architecture, method: what`, over sparsities and tasks. */
export function gridNotices(runs: readonly GridRun[], plans: Plans): readonly string[] {
  return [...beyondReach(runs, plans), ...advices(runs, plans)];
}

/** What methods say of their own settings. */
function advices(runs: readonly GridRun[], plans: Plans): string[] {
  const sentences = runs.flatMap(({ key, labels: { architecture, method } }) => {
    const advice = plans.get(key)?.advice;
    return advice === undefined ? [] : [`${architecture}, ${method}: ${advice}`];
  });
  return [...new Set(sentences)];
}

function beyondReach(runs: readonly GridRun[], plans: Plans): string[] {
  const above = runs.flatMap(({ key, spec: { sparsity }, labels }) => {
    const plan = plans.get(key);
    const short = plan === undefined ? null : shortfall(plan);
    return short === null ? [] : [{ ...labels, ...short, sparsity }];
  });
  const groups = groupBy(above, ({ architecture, method }) => `${architecture}, ${method}`);
  return [...groups].map(([name, own]) => {
    const over = (value: (one: (typeof own)[number]) => number): string => range(own.map(value));
    const [first = '', ...others] = new Set(own.map(({ stream }) => stream));
    const on = others.length === 0 ? first : `${first} and ${String(others.length)} more`;
    return `${name}: at sparsity ${over(({ sparsity }) => sparsity)} does ${over(({ done }) => percent(done))} % of the dense MACs, where ${over(({ asked }) => percent(asked))} % are asked for: less is beyond its reach on this cell (on ${on})`;
  });
}

/** `0.9`, or `0.8 … 0.99`. */
function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${String(least)} … ${String(most)}`;
}

function percent(share: number): number {
  return Number((100 * share).toPrecision(2));
}
