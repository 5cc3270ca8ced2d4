/** The ranges at which intervals of measures end hold for all that is committed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureOf, readCommitted, registries } from '@dsrnn/experiment';
import { expect, test } from 'vitest';

const results = fileURLToPath(new URL('../../../results', import.meta.url));

test('every committed measure is declared and lies within its range', () => {
  const files = readdirSync(results, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('runs.jsonl'),
  );
  const problems = new Set<string>();
  let count = 0;
  for (const { outcome } of files.flatMap((file) => readCommitted(join(results, file)))) {
    const groups = { ...outcome.probes, ...(outcome.parts ? { parts: outcome.parts } : {}) };
    for (const [source, { measures }] of Object.entries(groups)) {
      for (const [name, value] of Object.entries(measures)) {
        const known = measureOf(`${source}.${name}`, outcome.metric, registries);
        count += 1;
        if (known === undefined) problems.add(`${source}.${name} is not declared`);
        else if (value < known.least || value > known.most)
          problems.add(`${source}.${name} is ${String(value)}`);
      }
    }
  }
  expect(count).toBeGreaterThan(1000);
  expect([...problems]).toEqual([]);
});
