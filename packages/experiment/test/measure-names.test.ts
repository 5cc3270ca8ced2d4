/** The measures that probes and tasks of parts declare are those that runs have: held by all committed results. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { partMeasures } from '@dsrnn/continual';
import { probes } from '@dsrnn/probes';
import { expect, test } from 'vitest';

interface Line {
  readonly outcome: {
    readonly parts?: { readonly measures: Readonly<Record<string, number>> };
    readonly probes?: Readonly<Record<string, { readonly measures: Readonly<Record<string, number>> }>>;
  };
}

const results = fileURLToPath(new URL('../../../results', import.meta.url));

/** Names of the measures in `results/`, by what wrote them. */
function measured(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const files = readdirSync(results, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('runs.jsonl'),
  );
  for (const file of files) {
    for (const line of readFileSync(join(results, file), 'utf8').split('\n')) {
      if (line === '') continue;
      const { parts, probes: ofProbes = {} } = (JSON.parse(line) as Line).outcome;
      for (const [kind, { measures }] of [
        ...Object.entries(ofProbes),
        ...(parts ? [['parts', parts] as const] : []),
      ]) {
        const names = found.get(kind) ?? new Set();
        for (const name of Object.keys(measures)) names.add(name.replace(/^layer\d+-/, 'layer0-'));
        found.set(kind, names);
      }
    }
  }
  return found;
}

const declared = new Map<string, readonly string[]>([
  ...probes.map(({ kind, measures }) => [kind, Object.keys(measures)] as const),
  ['parts', Object.keys(partMeasures('accuracy'))],
]);

test.skipIf(!existsSync(results))('every measure of every committed run is declared', () => {
  const undeclared = [...measured()].flatMap(([kind, names]) =>
    [...names].filter((name) => !declared.get(kind)?.includes(name)).map((name) => `${kind}.${name}`),
  );
  expect(undeclared).toEqual([]);
});

test.skipIf(!existsSync(results))('every measure that is declared is one that some committed run has', () => {
  const found = measured();
  const never = [...declared].flatMap(([kind, names]) =>
    names.filter((name) => found.get(kind)?.has(name) !== true).map((name) => `${kind}.${name}`),
  );
  // No committed run measures before a part is learned, or tells the part by a learned vector to this probe; matrices that
  // act on states of a layer are not read step by step.
  const expected = never.filter(
    (name) => !/-before-learned$|^interference\.(identity-|.*-step-|.*outside-support)/.test(name),
  );
  expect(expected).toEqual([]);
});
