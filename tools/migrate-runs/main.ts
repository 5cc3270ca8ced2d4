/**
 * `npm run runs:migrate`: brings stored and committed results of format 1 into format 2, in which a run's key is made
 * from its spec in normal form and the versions of the definitions that it uses. Computes nothing; every old key and digest
 * is verified, every outcome stays bit by bit.
 */
import { join, resolve } from 'node:path';
import { migrateWorkspace } from './migrate-workspace.ts';

const root = join(import.meta.dirname, '../..');
const { lines, problems } = migrateWorkspace({
  results: join(root, 'results'),
  runs: resolve(root, process.env['DSRNN_RUNS_DIR'] ?? 'runs'),
  build: join(root, 'build'),
});
for (const line of lines) console.log(line);
for (const problem of problems) console.error(`left as it is: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
