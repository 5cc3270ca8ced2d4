/** `dsrnn runs`: looks into the run store and tidies it. */
import type { Argv } from 'yargs';
import type { GarbageKind, RunStore } from '@dsrnn/experiment';
import { openExperiments } from '../open-experiment.ts';
import { withJson } from '../options.ts';
import { listRuns, showRun } from '../run-records.ts';
import type { Session } from '../session.ts';
import { widthOf } from '../terminal-width.ts';
import { alignColumns } from '../text-columns.ts';
import { committedFiles, findWorkspace } from '../workspace.ts';

/** Adds the command and what it can do. */
export function addRuns(cli: Argv, session: Session): Argv {
  return cli.command('runs', 'List, show and tidy the stored runs', (command) =>
    command
      .command(
        'ls',
        'List the runs computed on this machine',
        (ls) => withJson(ls).example('$0 runs ls', 'keys are shortened to 12 digits'),
        async ({ json }) => {
          const rows = listRuns(await openStore(session));
          if (json) {
            session.printJson(rows);
            return;
          }
          if (rows.length === 0) {
            session.note('no run was computed here yet; `dsrnn run` computes some');
            return;
          }
          const head = ['key', 'state', 'score', 'architecture', 'method', 'sparsity', 'task', 'seed'];
          const lines = rows.map(({ key, state, score, spec }) => {
            const { architecture, method, sparsity, task, seed } = spec;
            const labels = [architecture.kind, method.kind, String(sparsity), task.kind, String(seed)];
            return [key.slice(0, 12), state, score?.toPrecision(4) ?? '', ...labels];
          });
          session.print(alignColumns([head, ...lines], head.length, widthOf(session.host.stdout)).join('\n'));
        },
      )
      .command(
        'show <key>',
        'Print the records of a run: result, times, or the error it ended in',
        (show) =>
          show
            .positional('key', {
              type: 'string',
              demandOption: true,
              describe: 'the key, or the start of it',
            })
            .example('$0 runs show 3fa4', 'the run whose key starts so'),
        async ({ key }) => session.printJson(showRun(await openStore(session), key)),
      )
      .command(
        'gc',
        'Remove what crashed runs left over',
        (gc) =>
          withJson(gc)
            .option('unreferenced', {
              type: 'boolean',
              default: false,
              describe: 'also runs that no grid asks for',
            })
            .option('corrupt', { type: 'boolean', default: false, describe: 'also damaged records' })
            .option('dry-run', { type: 'boolean', default: false, describe: 'only say what would go' })
            .example('$0 runs gc --unreferenced --dry-run', 'what the experiments do not need any more'),
        async ({ unreferenced, corrupt, dryRun, json }) => {
          const { expandGrid, findGarbage, removeGarbage } = await import('@dsrnn/experiment');
          const { experiments, store } = await openExperiments([], session);
          const keep = new Set(
            experiments.flatMap((experiment) =>
              experiment.profiles.flatMap((profile) => expandGrid(experiment, profile).map(({ key }) => key)),
            ),
          );
          const kinds: GarbageKind[] = ['temporary', 'stale-lock', 'empty'];
          if (unreferenced) kinds.push('unreferenced');
          if (corrupt) kinds.push('corrupt');
          const found = findGarbage(store, keep);
          const removed = dryRun
            ? found.filter(({ kind }) => kinds.includes(kind))
            : removeGarbage(found, kinds);
          const left = found.filter((garbage) => !removed.includes(garbage));
          if (json) {
            session.printJson({ dryRun, removed, left });
            return;
          }
          const verb = dryRun ? 'would remove' : 'removed';
          for (const { kind, path, detail } of removed) session.print(`${verb} ${path} (${kind}: ${detail})`);
          for (const { kind, path, detail } of left) session.print(`left ${path} (${kind}: ${detail})`);
          if (found.length === 0) session.print('nothing to remove');
        },
      )
      .demandCommand(1, 'runs: say what to do: ls, show or gc'),
  );
}

async function openStore({ host }: Session): Promise<RunStore> {
  const { openRunStore } = await import('@dsrnn/experiment');
  const workspace = findWorkspace(host);
  return openRunStore({ root: workspace.runs, committed: committedFiles(workspace) });
}
