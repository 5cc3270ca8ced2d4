/** The committed numerics panel, `fixtures/numerics-panel.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digests, digestsOf, type Digests, type RunSpec } from '@dsrnn/records';
import { z } from 'zod';
import { executeRun } from '../run/execute-run.ts';
import { definitions } from '../identity/definitions.ts';
import { declaredDefaults } from './declared-defaults.ts';

const file = new URL('../../fixtures/numerics-panel.json', import.meta.url);

const panelSchema = z.strictObject({
  definitions: z.record(
    z.string(),
    z.strictObject({
      version: z.int().positive(),
      defaults: z.record(z.string(), z.json()).optional(),
    }),
  ),
  digests: z.record(z.string(), digests),
});

/** Versions and defaults of the definitions, and the digests of outcomes that they gave, by entry. */
export type NumericsPanel = z.infer<typeof panelSchema>;

/** The committed panel; null if there is none. Throws if it is damaged. */
export function readPanel(): NumericsPanel | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
  return panelSchema.parse(JSON.parse(text));
}

/** Writes the panel. */
export function writePanel(panel: NumericsPanel): void {
  writeFileSync(file, `${JSON.stringify(panel, null, 2)}\n`);
}

/** Every definition as it is today. */
export function presentDefinitions(): NumericsPanel['definitions'] {
  const entries = [...definitions].map(([name, { version, config }]) => {
    const defaults = config === undefined ? {} : declaredDefaults(config);
    return [name, { version, ...(Object.keys(defaults).length === 0 ? {} : { defaults }) }] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as NumericsPanel['definitions'];
}

/** Runs one entry and digests its outcome. */
export async function panelDigests(spec: RunSpec): Promise<Digests> {
  const access = { cacheDir: join(tmpdir(), 'dsrnn-numerics-panel') };
  return digestsOf((await executeRun(spec, { access })).outcome);
}
