/** `dsrnn run`: computes the runs of experiments that are missing. */
import type { Argv } from 'yargs';
import { disagreementNote } from '../disagreement-note.ts';
import { eachExperiment } from '../each-experiment.ts';
import { exitCode } from '../exit-code.ts';
import { writeGridRecord } from '../grid-record.ts';
import { interruptible } from '../interrupt.ts';
import { openExperiments, selectRuns } from '../open-experiment.ts';
import { flag, wholeNumber, withExperiments, withJson, withSelection, withWorkers } from '../options.ts';
import { noteHandedOn, printedCommands } from '../print-handed-on.ts';
import { runName } from '../progress/progress-lines.ts';
import type { Session } from '../session.ts';
import { sweepExitCode, sweepText } from '../sweep.ts';
import { sweepRounds } from '../sweep-rounds.ts';

/** Adds the command. */
export function addRun(cli: Argv, session: Session): Argv {
  return cli.command(
    'run <experiment..>',
    'Compute the runs that have no result yet',
    (command) =>
      withJson(withWorkers(withSelection(withExperiments(command))))
        .option('fail-fast', flag('stop at the first run that fails'))
        .option('device-memory', {
          ...wholeNumber('device-memory'),

          defaultDescription: 'what the device has',
          describe: 'memory of the GPU, in MB, that each worker may take (backend webgpu)',
        })
        .option('fresh', flag('compute also what results/ holds as committed'))
        .option(
          'keep-models',
          flag(
            'keep the trained model of each run computed, so that a probe can be added without training again',
          ),
        )
        .option('executor', {
          type: 'string',
          default: 'pool',
          requiresArg: true,
          describe:
            'what becomes of the runs: pool (computed here, by worker processes), print (one command a run, for a cluster)',
        })
        .example('$0 run sparsity', 'every missing run of the quick profile')
        .example('$0 run baselines --profile laptop --only method=ds,task=gene', 'a part of the grid')
        .example('$0 run sparsity --backend webgpu', 'on a GPU, see `dsrnn backend`')
        .example('$0 run sparsity --seed-count 1', 'the first seed of each cell, to look around')
        .example('$0 run sparsity --keep-models', 'models stay beside the results, as model.safetensors')
        .example('$0 run sparsity --executor print', 'a command for each missing run, to be run elsewhere'),
    async (argv) => {
      const { distinctRuns, executorOf } = await import('@dsrnn/experiment');
      const { computesHere } = executorOf(argv.executor);
      if (!computesHere && (argv.workers !== undefined || argv.failFast)) {
        session.note(`notice: --workers and --fail-fast do nothing with --executor ${argv.executor}`);
      }
      const opened = await openExperiments(argv.experiment, session, argv.fresh);
      const { experiments, store, workspace } = opened;
      // All grids are expanded before anything is trained: an empty one must not show up after an hour.
      for (const experiment of experiments) await selectRuns(experiment, argv, store);
      await interruptible(async (signal) => {
        const printed: object[] = [];
        await eachExperiment(experiments, session, async (experiment, stop) => {
          const { runs, report } = await sweepRounds(experiment, argv, opened, session, {
            workers: argv.workers,
            failFast: argv.failFast,
            silent: argv.json,
            signal,
            deviceMemoryMb: argv.deviceMemory,
            executor: argv.executor,
            fresh: argv.fresh,
            keepModels: argv.keepModels,
          });
          if (!computesHere) {
            await noteHandedOn(experiment, argv.profile, runs, store, session);
            const commands = printedCommands(report.handedOn);
            if (argv.json) printed.push(...commands);
            else for (const { command } of commands) session.print(command);
            return;
          }
          await writeGridRecord(experiment, argv.profile, store, workspace);
          const disagreement = disagreementNote(`${experiment.id} (${argv.profile})`, runs, store);
          if (disagreement !== null) session.note(disagreement);
          const { summary, failures, held, lost, notBegun } = report;
          if (argv.json) {
            const failed = failures.map(({ run, error }) => ({ key: run.key, name: runName(run), error }));
            const left = held.map(({ run, leases }) => ({ key: run.key, name: runName(run), leases }));
            const { id: name } = experiment;
            printed.push({
              experiment: name,
              profile: argv.profile,
              runs: distinctRuns(runs).length,
              ...summary,
              notBegun,
              lost: lost.length,
              failures: failed,
              left,
            });
          } else {
            session.print(sweepText(`${experiment.id} (${argv.profile})`, report, store.root));
          }
          const code = sweepExitCode(report);
          if (code !== exitCode.ok) session.exitCode = code;
          if (signal.aborted) session.exitCode = exitCode.interrupted;
          if (signal.aborted || (argv.failFast && code !== exitCode.ok)) stop();
        });
        if (argv.json) session.printJson(printed);
      });
    },
  );
}
