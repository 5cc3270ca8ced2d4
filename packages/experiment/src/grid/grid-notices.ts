/** What a reader should know of runs that are sound: where a cell keeps a method from its sparsity. */
import { shortfall } from '../declare/checks/run-limits.ts';
import type { GridRun } from './expand-grid.ts';
import type { RunPlan } from '../spec/registries.ts';

/** The runs of one method on one cell that do more than is asked for. */
interface Group {
  readonly sparsity: Set<number>;
  readonly streams: Set<string>;
  readonly done: number[];
  readonly asked: number[];
}

/** One sentence for each method and architecture of a profile, as `architecture, method: what`, over sparsities and tasks. */
export function gridNotices(
  runs: readonly GridRun[],
  plans: ReadonlyMap<string, RunPlan>,
): readonly string[] {
  const groups = new Map<string, Group>();
  for (const { key, spec, labels } of runs) {
    const plan = plans.get(key);
    const above = plan === undefined ? null : shortfall(plan);
    if (above === null) continue;
    const name = `${labels.architecture}, ${labels.method}`;
    const group = groups.get(name) ?? { sparsity: new Set(), streams: new Set(), done: [], asked: [] };
    groups.set(name, group);
    group.sparsity.add(spec.sparsity);
    group.streams.add(labels.stream);
    group.done.push(above.done);
    group.asked.push(above.asked);
  }
  return [...groups].map(([name, { sparsity, streams, done, asked }]) => {
    const [first = '', ...others] = streams;
    const on = others.length === 0 ? first : `${first} and ${String(others.length)} more`;
    return `${name}: at sparsity ${range([...sparsity])} does ${range(done.map(percent))} % of the dense MACs, where ${range(asked.map(percent))} % are asked for: less is beyond its reach on this cell (on ${on})`;
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
