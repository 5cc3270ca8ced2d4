/** `dsrnn time`: wall-clock times of the models of an experiment on this machine. */
import { relative } from 'node:path';
import type { GridRun, WorkerNode } from '@dsrnn/experiment';
import { formatDuration } from '@dsrnn/portable';
import type { PlaceTimes, TimesRecord } from '@dsrnn/records';
import type { Argv } from 'yargs';
import { selectionFolder } from '../drawing/selection-folder.ts';
import { drawnFolder } from '../drawing/write-drawn.ts';
import { eachExperiment } from '../each-experiment.ts';
import { machineOf } from '../machine-of.ts';
import { nodeOfWorkers } from '../node-of-workers.ts';
import { openExperiments, selectRuns } from '../open-experiment.ts';
import { wholeNumber, withExperiments, withJson, withSelection } from '../options.ts';
import { runName } from '../progress/progress-lines.ts';
import type { Session } from '../session.ts';
import { timesFile } from '../record-files.ts';
import type { Workspace } from '../workspace.ts';
import { writeFiles } from '../write-files.ts';

/** Enough for a spread: claims about times are decided by it. */
const ROUNDS = 5;

/** Adds the command. */
export function addTime(cli: Argv, session: Session): Argv {
  return cli.command(
    'time <experiment..>',
    'Time a training step and a streaming step of every model of an experiment',
    (command) =>
      withJson(withSelection(withExperiments(command)))
        .option('rounds', {
          ...wholeNumber('rounds'),
          default: ROUNDS,

          describe: 'how often each is timed, in turn; tables show the median, claims take the spread',
        })
        .example('$0 time efficiency', 'on a machine that does nothing else; tables and figures then show it')
        .example('$0 time efficiency --profile laptop --rounds 9', 'more rounds, another profile')
        .example('$0 time efficiency --only method=dense', 'a part, kept beside the times of the whole'),
    async (argv) => {
      const { timesRecord } = await import('@dsrnn/records');
      const { experiments, store, workspace } = await openExperiments(argv.experiment, session);
      const records: TimesRecord[] = [];
      await eachExperiment(experiments, session, async (experiment) => {
        const runs = await selectRuns(experiment, argv, store);
        const rounds = argv.rounds ?? ROUNDS;
        const { node, places } = await measure(runs, rounds, workspace, session);
        const record = timesRecord.parse({
          format: 1,
          experiment: experiment.id,
          profile: argv.profile,
          batchSize: runs[0]?.spec.train['batchSize'],
          rounds,
          machine: machineOf(node, new Date()),
          places,
        });
        const folder = drawnFolder({ workspace, experiment, selection: argv });
        const [file = ''] = writeFiles(folder, null, [timesFile(record)]);
        const part = selectionFolder(argv, experiment) === null ? '' : ' with the same --only and so on';
        session.note(
          `wrote ${relative(session.host.cwd, file)}; tables and figures of times are drawn from it${part}`,
        );
        records.push(record);
      });
      if (argv.json) session.printJson(records);
    },
  );
}

/** In a process of its own, on the Node that workers would run on. */
async function measure(
  runs: readonly GridRun[],
  rounds: number,
  workspace: Workspace,
  session: Session,
): Promise<{ readonly node: WorkerNode; readonly places: PlaceTimes[] }> {
  const { measureTimes, openTimingProcess, plainNode, workerNodeText } = await import('@dsrnn/experiment');
  const onKernels = runs.some(({ spec }) => spec.engine === 'fused');
  const node = onKernels ? await nodeOfWorkers(session.host, (text) => session.note(text)) : plainNode;
  session.note(`times on ${workerNodeText(node)}`);
  const clock = openTimingProcess(node, { cacheDir: workspace.data });
  const start = performance.now();
  try {
    const places = await measureTimes(runs, clock, rounds, ({ run, done, total }) => {
      const left =
        done === 0 ? '' : `, ${formatDuration(((performance.now() - start) / done) * (total - done))} left`;
      session.note(`${done + 1} of ${total}${left}: ${runName(run)}`);
    });
    return { node, places };
  } finally {
    await clock.stop();
  }
}
