/**
 * A process that competes for a run's lock: `claim-run.ts <root> <key> <mode>`. Prints `ready`, waits for a line on
 * standard input, tries to take the lock and prints `true` or `false`. Mode `hold` keeps it until the input ends,
 * `die` leaves it behind.
 */
import { createInterface } from 'node:readline';
import { openRunStore } from '../src/store/run-store.ts';

const [root = '', key = '', mode = 'hold'] = process.argv.slice(2);
const store = openRunStore({ root });
const lines = createInterface({ input: process.stdin });
lines.once('line', () => {
  process.stdout.write(`${String(store.claimRun(key))}\n`);
  if (mode === 'die') process.exit(0);
});
lines.once('close', () => {
  if (mode === 'hold') store.releaseRun(key);
});
process.stdout.write('ready\n');
