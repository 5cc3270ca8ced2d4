/** `build/<id>/<profile>/grid.json`, which keeps runs of experiments that stand elsewhere from being tidied away. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { atomicWrite } from '@dsrnn/experiment';
import { z } from 'zod';

const gridRecord = z.looseObject({ runs: z.array(z.looseObject({ key: z.string() })) });

/** Gives the records of grids below `build` the new keys of their runs; returns how many files changed. */
export function migrateGrids(build: string, keys: ReadonlyMap<string, string>): number {
  if (!existsSync(build)) return 0;
  const files = readdirSync(build, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/\\]+[/\\][^/\\]+[/\\]grid\.json$/.test(file))
    .map((file) => join(build, file));
  return files.filter((file) => {
    const record = gridRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (!record.runs.some(({ key }) => keys.has(key))) return false;
    const runs = record.runs.map(({ key, digest: _, ...rest }) => ({ ...rest, key: keys.get(key) ?? key }));
    atomicWrite(file, `${JSON.stringify({ ...record, runs }, null, 2)}\n`);
    return true;
  }).length;
}
