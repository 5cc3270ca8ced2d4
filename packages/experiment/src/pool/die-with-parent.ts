/** Ends a worker process when the process that started it is gone. */
import { Worker } from 'node:worker_threads';

const WATCH = `
  const parent = require('node:worker_threads').workerData;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  }, 500);
`;

/**
 * A closed channel is the usual sign, but it is noticed only between two turns of the event loop, and training can
 * hold the loop for long. So a thread also watches the parent's id, which changes when the parent dies.
 */
export function dieWithParent(): void {
  process.once('disconnect', () => process.exit());
  new Worker(WATCH, { eval: true, workerData: process.ppid, execArgv: [] }).unref();
}
