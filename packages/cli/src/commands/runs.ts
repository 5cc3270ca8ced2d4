/** `dsrnn runs`: looks into the run store and tidies it. */
import { basename } from 'node:path';
import type { Argv } from 'yargs';
import type { Garbage, GarbageKind, RunStore } from '@dsrnn/experiment';
import { count } from '@dsrnn/portable';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-code.ts';
import { openExperiments } from '../open-experiment.ts';
import { flag, withJson } from '../options.ts';
import { referencedRuns } from '../referenced-runs.ts';
import { listRuns, showRun, specName } from '../run-records.ts';
import type { Session } from '../session.ts';
import { unlockRuns } from '../unlock-runs.ts';
import { committedFiles, findWorkspace } from '../workspace.ts';

/** How many records are named that cannot be read. */
const NAMED = 10;

/** Adds the command and what it can do. */
export function addRuns(cli: Argv, session: Session): Argv {
  return cli.command('runs', 'List, show and tidy the stored runs', (command) =>
    command
      .command(
        'ls',
        'List the runs computed on this machine',
        (ls) => withJson(ls).example('$0 runs ls', 'keys are shortened to 12 digits'),
        async ({ json }) => {
          const unreadable: string[] = [];
          const rows = listRuns(await openStore(session), ({ message }) => unreadable.push(message));
          for (const text of unreadable.slice(0, NAMED)) session.leaveUndone(text, exitCode.store);
          if (unreadable.length > NAMED) {
            const more = count(unreadable.length - NAMED, 'further record');
            session.leaveUndone(`${more} that cannot be read either`, exitCode.store);
          }
          if (json) {
            session.printJson(rows);
            return;
          }
          if (rows.length === 0 && unreadable.length === 0) {
            session.note('no run was computed here yet; `dsrnn run` computes some');
            return;
          }
          const head = [
            'key',
            'state',
            'score',
            'architecture',
            'method',
            'sparsity',
            'task',
            'seed',
            'model',
          ];
          const lines = rows.map(({ key, state, score, model, spec }) => {
            const { architecture, method, sparsity, task, seed } = spec;
            const labels = [architecture.kind, method.kind, String(sparsity), task.kind, String(seed)];
            const kept = model ? 'kept' : '';
            return [key.slice(0, 12), state, score?.toPrecision(4) ?? '', ...labels, kept];
          });
          session.printColumns([head, ...lines]);
        },
      )
      .command(
        'show <key>',
        'Print the records of a run: result, times, the model if it was kept, or the error it ended in',
        (show) =>
          show
            .positional('key', {
              type: 'string',
              demandOption: true,
              describe: 'the key, or the start of it',
            })
            .example('$0 runs show 3fa4', 'the run whose key starts so'),
        async ({ key }) => {
          const { fullSpec } = await import('@dsrnn/experiment');
          session.printJson(showRun(await openStore(session), key, fullSpec));
        },
      )
      .command(
        'gc',
        'Remove what crashed runs left over',
        (gc) =>
          withJson(gc)
            .option(
              'unreferenced',
              flag('also runs that no experiment asks for, in any profile, on any backend or engine'),
            )
            .option('keep', {
              type: 'string',
              array: true,
              requiresArg: true,
              default: [] as string[],
              defaultDescription: 'those in experiments/',
              describe:
                'with --unreferenced: an experiment.yaml elsewhere whose runs stay; repeat it for more',
            })
            .option('corrupt', flag('also damaged records'))
            .option('dry-run', flag('only say what would go'))
            .option('yes', flag('do not ask before results go'))
            .example('$0 runs gc', 'what crashes left over')
            .example('$0 runs gc --unreferenced --dry-run', 'what the experiments do not need any more')
            .example('$0 runs gc --unreferenced --keep ../mine/experiment.yaml', 'and what mine needs'),
        async ({ unreferenced, keep: kept, corrupt, dryRun, yes, json }) => {
          const { findGarbage, removeGarbage } = await import('@dsrnn/experiment');
          const { experiments, store, workspace } = await openExperiments([], session);
          const elsewhere = kept.length > 0 ? (await openExperiments(kept, session)).experiments : [];
          const kinds: GarbageKind[] = ['temporary', 'dead-lease', 'empty'];
          if (unreferenced) kinds.push('unreferenced');
          if (corrupt) kinds.push('corrupt');
          const known = [...experiments, ...elsewhere];
          const referenced = unreferenced
            ? await referencedRuns(store.folders(), known, workspace)
            : undefined;
          const found = findGarbage(store, referenced);
          const chosen = found.filter(({ kind }) => kinds.includes(kind));
          const results = chosen.filter(({ kind }) => kind === 'unreferenced');
          if (!dryRun && !yes && results.length > 0) {
            for (const garbage of results) session.note(`would remove ${garbageText(garbage, store)}`);
            await agree(results.length, session);
          }
          // Named before they go: then nobody can say any more what they were.
          const named = new Map(found.map((garbage) => [garbage, garbageText(garbage, store)]));
          const removed = dryRun ? chosen : removeGarbage(found, kinds);
          const left = found.filter((garbage) => !removed.includes(garbage));
          if (json) {
            session.printJson({ dryRun, removed, left });
            return;
          }
          const verb = dryRun ? 'would remove' : 'removed';
          for (const garbage of removed) session.print(`${verb} ${named.get(garbage) ?? ''}`);
          for (const garbage of left) session.print(`left ${named.get(garbage) ?? ''}`);
          if (found.length === 0) session.print('nothing to remove');
        },
      )
      .command(
        'unlock [key]',
        'Remove the lease on a run that no process computes any more',
        (unlock) =>
          withJson(unlock)
            .positional('key', { type: 'string', describe: 'the key, or the start of it' })
            .option('all', flag('the leases on all runs'))
            .option('force', flag('also a lease that a process holds, as far as can be seen'))
            .example('$0 runs unlock 3fa4', 'the run whose key starts so')
            .example('$0 runs unlock --all', 'what is held stays, and is named; exit code 6'),
        async ({ key, all, force, json }) =>
          unlockRuns(await openStore(session), { key, all, force, json }, session),
      )
      .demandCommand(1, 'runs: say what to do: ls, show, gc or unlock'),
  );
}

async function openStore({ host }: Session): Promise<RunStore> {
  const { openRunStore } = await import('@dsrnn/experiment');
  const workspace = findWorkspace(host);
  return openRunStore({ root: workspace.runs, committed: committedFiles(workspace) });
}

/** Path, kind and reason; of a run also what it is. */
function garbageText({ kind, path, detail }: Garbage, store: RunStore): string {
  const run = kind === 'unreferenced' ? specText(store, basename(path)) : '';
  return `${path} (${kind}: ${detail})${run}`;
}

function specText(store: RunStore, key: string): string {
  const result = store.origin(key) === 'own' ? store.get(key) : undefined;
  const spec = result?.spec ?? store.failure(key)?.spec;
  if (spec === undefined) return '';
  const state = result?.outcome.status ?? 'failed';
  return `: ${specName(spec)}, ${state}`;
}

/** Throws UsageError unless the user says yes. */
async function agree(found: number, { host }: Session): Promise<void> {
  const what = `${count(found, 'run')} that no experiment asks for`;
  if (host.ask === undefined) {
    throw new UsageError(
      `nothing was removed: ${what} would go; --yes removes them, --dry-run only lists them`,
    );
  }
  if (!(await host.ask(`Remove ${what}?`))) throw new UsageError('nothing was removed');
}
