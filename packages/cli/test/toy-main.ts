/** The command as a process of its own, whose workers are those of `toy-worker.ts`. */
import { main } from '../src/main.ts';

process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  worker: new URL('./toy-worker.ts', import.meta.url),
});
