/** Which part of a wanted outcome a stored run of the same training holds already. */
import { canonicalJson, type Outcome, type Result, type RunSpec } from '@dsrnn/records';
import { coreKeyOf, type RunIdentity } from '../identity/key-of.ts';
import type { Registries } from '../spec/registries.ts';

/**
 * The outcome of `stored`, of its probes only those that `wanted` asks for, too, in the same settings and version. null
 * where the rest of `wanted` does not follow from the trained model: another training, one that diverged, or a probe that
 * watches the training and is not there.
 */
export function sharedOutcome(
  wanted: RunIdentity,
  stored: Result,
  { probeWatches }: Pick<Registries, 'probeWatches'>,
): Outcome | null {
  if (coreKeyOf(wanted) !== coreKeyOf(stored) || stored.outcome.status !== 'completed') return null;
  const { probes: found = {}, ...core } = stored.outcome;
  const { probes = [], strategy } = wanted.spec;
  const there = new Set(probes.filter((probe) => isSame(probe, wanted, stored)).map(({ kind }) => kind));
  if (probes.some((probe) => !there.has(probe.kind) && probeWatches(probe, strategy))) return null;
  const shared = Object.entries(found).filter(([kind]) => there.has(kind));
  return shared.length === 0 ? core : { ...core, probes: Object.fromEntries(shared) };
}

type Probe = NonNullable<RunSpec['probes']>[number];

function isSame(probe: Probe, { versions }: RunIdentity, stored: Result): boolean {
  const { kind } = probe;
  const other = stored.spec.probes?.find((one) => one.kind === kind);
  const name = `probe/${kind}`;
  return (
    other !== undefined &&
    canonicalJson(other) === canonicalJson(probe) &&
    versions[name] === stored.versions[name]
  );
}
