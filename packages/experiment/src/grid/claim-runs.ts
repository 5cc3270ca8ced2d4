/** Whether a claim will have anything to compare: runs of both sides in some profile. */
import { count } from '@dsrnn/portable';
import type { Claim, Side } from '@dsrnn/records';
import { ConfigError } from '../declare/config-error.ts';
import type { GridRun } from './expand-grid.ts';
import type { LoadedExperiment } from '../declare/load-experiment.ts';
import type { FieldIssue } from '../declare/yaml/yaml-source.ts';

/**
 * Throws ConfigError for every claim of which no profile has runs of both sides, on the architectures, tasks and
 * strategies that it names; of which both sides are the same runs, or a side has a run twice, under labels with the same
 * settings; and that asks for more pairs than any profile has. `grids`: the runs of every profile.
 */
export function requireClaimRuns(
  { claims, locate }: Pick<LoadedExperiment, 'claims' | 'locate'>,
  grids: readonly (readonly GridRun[])[],
): void {
  const issues = claims.flatMap((claim, i) => claimRunIssues(claim, ['claims', i], grids));
  if (issues.length > 0) throw new ConfigError(issues.map((issue) => locate(issue)));
}

/** The runs of both sides in one profile; `theirs` is null where the reference is a number. */
interface Compared {
  readonly ours: readonly GridRun[];
  readonly theirs: readonly GridRun[] | null;
}

function claimRunIssues(
  claim: Claim,
  path: FieldIssue['path'],
  grids: readonly (readonly GridRun[])[],
): FieldIssue[] {
  const { treatment, reference, minimumPairs } = claim;
  const compared = grids
    .map((runs): Compared => ({
      ours: runs.filter((run) => isOf(run, treatment, claim)),
      theirs: 'value' in reference ? null : runs.filter((run) => isOf(run, reference, claim)),
    }))
    .filter(({ ours, theirs }) => ours.length > 0 && theirs?.length !== 0);
  if (compared.length === 0) {
    const message =
      'no profile has runs of both sides on the architectures, tasks and strategies that it names';
    return [{ path, message }];
  }
  const same =
    treatment.measure === ('value' in reference ? null : reference.measure) &&
    compared.every(({ ours, theirs }) => theirs !== null && keysOf(ours) === keysOf(theirs));
  if (same) {
    const message =
      'is the treatment under another label: the settings are the same, so every difference is 0; name another side';
    return [{ path: [...path, 'reference'], message }];
  }
  const twice = compared.flatMap(({ ours, theirs }) => [sharedBy(ours), sharedBy(theirs ?? [])]);
  const [pair] = twice.filter((one) => one !== null);
  if (pair !== undefined) {
    const message = `counts the same runs twice: ${pair} have the same settings; name the one or the other`;
    return [{ path, message }];
  }
  // What a time is measured on are rounds.
  if (treatment.measure?.endsWith('-time-share') === true) return [];
  const pairs = compared.map((sides) => pairsOf(claim, sides));
  const most = Math.max(...pairs.map(({ length }) => length));
  if (most < minimumPairs) {
    const message = `is ${String(minimumPairs)}, but no profile has more than ${String(most)}, so it is never decided: take more seeds, or ask for fewer pairs`;
    return [{ path: [...path, 'minimumPairs'], message }];
  }
  const places = Math.max(...pairs.map((own) => new Set(own.map(({ place }) => place)).size));
  if (claim.tally === undefined || places >= claim.tally.among) return [];
  const message = `is ${String(claim.tally.among)}, but no profile compares both sides at more than ${count(places, 'place')}, so it is never decided: take more architectures or tasks, or ask for fewer places`;
  return [{ path: [...path, 'tally', 'among'], message }];
}

function isOf({ labels, spec }: GridRun, side: Side, claim: Claim): boolean {
  return (
    labels.method === side.label &&
    spec.sparsity === side.sparsity &&
    (side.strategy === undefined || side.strategy === labels.strategy) &&
    (claim.architectures?.includes(labels.architecture) ?? true) &&
    (claim.tasks?.includes(labels.stream) ?? true) &&
    (claim.strategies?.includes(labels.strategy ?? '') ?? true)
  );
}

function keysOf(runs: readonly GridRun[]): string {
  return [...new Set(runs.map(({ key }) => key))].sort().join();
}

/** Two places of a side that are one, as labels with the same settings make them; null where there are none. */
function sharedBy(runs: readonly GridRun[]): string | null {
  const first = new Map<string, string>();
  for (const { key, labels } of runs) {
    const place = `${labels.architecture} on ${labels.task}`;
    const other = first.get(key) ?? place;
    if (other !== place) return `${other} and ${place}`;
    first.set(key, place);
  }
  return null;
}

/** A seed of a side at a place. */
interface Seeded {
  readonly place: string;
  readonly seed: number;
}

/** The pairs: they share architecture, task and seed; of several recipes one is chosen. */
function pairsOf({ treatment, reference }: Claim, { ours, theirs }: Compared): readonly Seeded[] {
  const own = seedsOf(ours, treatment);
  if (theirs === null || 'value' in reference) return [...own.values()];
  const others = seedsOf(theirs, reference);
  return [...own].flatMap(([id, seeded]) => (others.has(id) ? [seeded] : []));
}

/** Runs of a side that names its strategy are of the task that is their stream, to find partners of another strategy. */
function seedsOf(runs: readonly GridRun[], { strategy }: Side): ReadonlyMap<string, Seeded> {
  const all = runs.flatMap(({ labels, spec, followers }) => {
    const place = `${labels.architecture} on ${strategy === undefined ? labels.task : labels.stream}`;
    return [spec.seed, ...followers].map((seed): Seeded => ({ place, seed }));
  });
  return new Map(all.map((seeded) => [JSON.stringify(seeded), seeded]));
}
