/** Everything that is asked of one claim before there are runs; of what the runs decide see claim-runs.ts. */
import { uniqueBy } from '@dsrnn/portable';
import { spansMetrics, type Claim, type Measure, type Metric, type Side } from '@dsrnn/records';
import type { Registries } from '../../spec/registries.ts';
import type { ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';
import { measureOf } from '../measure-of.ts';
import { claimDirectionIssues } from './claim-direction.ts';
import { claimMarginIssues } from './claim-margin.ts';
import { claimMeasureIssues } from './claim-measures.ts';
import { claimScopeIssues } from './claim-scope.ts';
import { claimSideIssues } from './claim-sides.ts';
import { claimTallyIssues } from './claim-tally.ts';
import { fitsSparsity, sparsityRule } from './sparsity-of-methods.ts';
import { unknownName } from './unknown-name.ts';

/** What is wrong with a claim, all of it; paths begin there. */
export function claimIssues(
  claim: Claim,
  profiles: Readonly<Record<string, ResolvedProfile>>,
  registries: Registries,
): FieldIssue[] {
  const { treatment, reference } = claim;
  const sides = 'value' in reference ? [treatment] : [treatment, reference];
  const all = Object.values(profiles);
  const comparable = Object.entries(profiles).filter(([, profile]) =>
    sides.every((side) => contains(profile, side)),
  );
  const found = [
    ...roleIssues(claim, all, registries),
    ...claimScopeIssues(claim, all),
    ...claimSideIssues(claim),
    ...claimTallyIssues(claim),
    ...claimDirectionIssues(claim, all, registries),
  ];
  const none = { path: [], message: 'no profile has runs of both sides, so nothing can be compared' };
  const decided = comparable.length > 0;
  // A name that no profile knows is a mistake whether or not another keeps the sides apart.
  const measured = claimMeasureIssues(claim, decided ? comparable.map(([, one]) => one) : all, registries);
  const issues = [...found, ...(decided || found.length > 0 ? [] : [none]), ...measured];
  return issues.length > 0 ? issues : comparisonIssues(claim, comparable, registries);
}

/** What two sides that are sound by themselves cannot be asked, by what they count. */
function comparisonIssues(
  claim: Claim,
  comparable: readonly (readonly [string, ResolvedProfile])[],
  registries: Registries,
): FieldIssue[] {
  const { treatment, reference } = claim;
  const issues = comparable.flatMap(([name, { tasks }]): FieldIssue[] => {
    const about = tasks.filter(({ label }) => claim.tasks?.includes(label) ?? true);
    const metrics: readonly Metric[] = [
      ...new Set(about.map(({ config: task }) => registries.metricOf(task))),
    ];
    const declared = (measure: string | undefined, metric: Metric): Measure =>
      measureOf(measure, metric, registries)!;
    const counted = metrics.map((metric) => declared(treatment.measure, metric));
    if (new Set(counted.map(({ unit }) => unit)).size > 1 && !spansMetrics(claim)) {
      const message = `the tasks of profile ${name} are scored by ${metrics.join(' and ')}, whose differences cannot be pooled: use tasks of one metric, or name the tasks of the claim`;
      return [{ path: [], message }];
    }
    return metrics.flatMap((metric, i) => {
      const other = 'value' in reference ? null : declared(reference.measure, metric);
      return claimMarginIssues(claim, counted[i]!, other);
    });
  });
  // The same in every profile.
  return uniqueBy(issues, ({ message }) => message);
}

/** Whether each side is a method of some profile, at a sparsity that it runs at. */
function roleIssues(claim: Claim, all: readonly ResolvedProfile[], registries: Registries): FieldIssue[] {
  const methods = all.flatMap((profile) => profile.methods);
  return (['treatment', 'reference'] as const).flatMap((role): FieldIssue[] => {
    const side = claim[role];
    if ('value' in side) return [];
    const method = methods.find(({ label }) => label === side.label);
    if (method === undefined) {
      const known = methods.map(({ label }) => label);
      return [{ path: [role, 'label'], message: unknownName('method', side.label, known) }];
    }
    if (!fitsSparsity(method, side.sparsity, registries)) {
      const message = `is ${String(side.sparsity)}, but ${sparsityRule(method, registries)}`;
      return [{ path: [role, 'sparsity'], message }];
    }
    if (all.some((profile) => contains(profile, side))) return [];
    const grid = all.flatMap(({ sparsity }) => sparsity);
    return [{ path: [role, 'sparsity'], message: unknownName('sparsity', side.sparsity, grid) }];
  });
}

function contains({ blocks }: ResolvedProfile, side: Side): boolean {
  return blocks.some(
    ({ methods, sparsity }) =>
      methods.some(({ label }) => label === side.label) && sparsity.includes(side.sparsity),
  );
}
