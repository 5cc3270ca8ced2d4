/** A process that sweeps toy runs and sends the summary to its parent. */
import type { GridRun } from '../src/grid/expand-grid.ts';
import { machineFacts } from '../src/pool/machine-facts.ts';
import { runSweep } from '../src/pool/run-sweep.ts';
import { openRunStore } from '../src/store/run-store.ts';
import { sweepRegistries } from './sweep-registries.ts';

interface Order {
  readonly runs: readonly GridRun[];
  readonly root: string;
  readonly worker: string;
}

process.once('message', ({ runs, root, worker }: Order) => {
  void sweep();

  async function sweep(): Promise<void> {
    const summary = await runSweep(runs, openRunStore({ root, committed: [] }), {
      workers: 2,
      access: { cacheDir: root },
      facts: await machineFacts(root),
      registries: sweepRegistries,
      worker: new URL(worker),
    });
    process.send?.(summary, () => process.disconnect());
  }
});
