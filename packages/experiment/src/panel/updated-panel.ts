/** The panel as it is today, and whether it may replace the committed one. */
import { DsrnnError } from '@dsrnn/portable';
import { registries } from '../identity/registered.ts';
import { panelDigests, presentDefinitions, type NumericsPanel } from './panel-file.ts';
import { panelProblems } from './panel-problems.ts';
import { panelSpecs } from './panel-specs.ts';
import type { Uses } from './suspects.ts';

/** Numbers, or defaults, would change under the same versions. */
export class NumericsError extends DsrnnError {
  readonly code = 'numerics';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `fixtures/numerics-panel.json: ${problems.join('; ')}. Nothing was written. A version stands in its definition; ` +
        'docs/reproducibility.md says when to raise it',
    );
    this.problems = problems;
  }
}

/** The definitions that each entry uses. */
export function panelUses(): Uses {
  return new Map(
    [...panelSpecs()].map(([name, spec]) => [name, Object.keys(registries.versions(spec))] as const),
  );
}

/** Runs every entry; those that `known` has the digests of, with the probes of today, are taken from there. */
export async function freshPanel(known: NumericsPanel['digests'] = {}): Promise<NumericsPanel> {
  const digests: NumericsPanel['digests'] = {};
  for (const [name, spec] of panelSpecs()) {
    const old = known[name];
    const whole = old !== undefined && (spec.probes ?? []).every(({ kind }) => kind in old.probes);
    digests[name] = whole ? old : await panelDigests(spec);
  }
  return { definitions: presentDefinitions(), digests };
}

/**
 * The panel that replaces `old`. Entries and definitions that are new are added, those that are gone dropped. Throws
 * NumericsError if numbers or defaults changed while the versions that say so did not.
 */
export function updatedPanel(old: NumericsPanel | null, fresh: NumericsPanel, uses: Uses): NumericsPanel {
  const problems = old === null ? [] : panelProblems(old, fresh, uses);
  if (problems.length > 0) throw new NumericsError(problems);
  return fresh;
}
