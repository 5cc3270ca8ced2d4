/** `dsrnn explain`: what an experiment will do and cost, before it does. */
import type { GridRun } from '@dsrnn/experiment';
import type { Argv } from 'yargs';
import { onBackend, openExperiments, selectRuns } from '../open-experiment.ts';
import { withExperiments, withJson, withSelection } from '../options.ts';
import type { Session } from '../session.ts';

/** Adds the command. */
export function addExplain(cli: Argv, session: Session): Argv {
  return cli.command(
    'explain <experiment..>',
    'Show the grid, its MACs and an estimate of its time',
    (command) =>
      withJson(withSelection(withExperiments(command)))
        .option('measure', {
          type: 'boolean',
          default: true,
          describe: 'time a few training steps if no run was timed here yet; --no-measure guesses',
        })
        .example('$0 explain sparsity --profile laptop', 'before starting something long')
        .example('$0 explain sparsity --json', 'for a program'),
    async (argv) => {
      const {
        absentData,
        explainExperiment,
        formatExplanation,
        measureThroughput,
        parseRunFilter,
        tryThroughput,
        untimedPairs,
      } = await import('@dsrnn/experiment');
      const { experiments, store, workspace } = await openExperiments(argv.experiment, session);
      const { profile, only, seedCount, json } = argv;
      const explanations = [];
      for (const experiment of experiments) {
        const chosen = await onBackend(experiment, argv);
        const grid = await selectRuns(chosen, { profile }, store);
        const { registries } = chosen;
        let throughput = measureThroughput(grid, store, registries);
        const unstored = ({ key }: GridRun): boolean => !store.has(key);
        const missing = grid.filter(unstored);
        const selected = await selectRuns(experiment, argv, store);
        const untimed = untimedPairs(missing, throughput);
        if (untimed.length > 0 && argv.measure) {
          session.note(`${experiment.id}: trying a few training steps of ${untimed.join(', ')} …`);
          throughput = await tryThroughput(missing, registries, throughput);
        }
        explanations.push(
          explainExperiment(chosen, profile, store, {
            throughput,
            absent: await absentData(selected.filter(unstored), registries, { cacheDir: workspace.data }),
            ...(only === undefined ? {} : { only: parseRunFilter(only) }),
            ...(seedCount === undefined ? {} : { seedCount }),
          }),
        );
      }
      if (json) session.printJson(explanations);
      else session.print(explanations.map((one) => formatExplanation(one, session.width)).join('\n'));
    },
  );
}
