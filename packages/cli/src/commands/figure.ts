/** `dsrnn figure`: draws the figures of experiments. */
import type { Argv } from 'yargs';
import { figureFiles } from '../drawing/figure-files.ts';
import { gather } from '../drawing/gather.ts';
import { writeDrawn } from '../drawing/write-drawn.ts';
import { eachExperiment } from '../each-experiment.ts';
import { openExperiments } from '../open-experiment.ts';
import { withExperiments, withJson, withOut, withSelection } from '../options.ts';
import type { Session } from '../session.ts';

/** Adds the command. */
export function addFigure(cli: Argv, session: Session): Argv {
  return cli.command(
    'figure <experiment..>',
    'Draw figures as SVG, PNG and Vega-Lite, and print their paths',
    (command) =>
      withJson(withOut(withSelection(withExperiments(command))))
        .example('$0 figure sparsity', 'from the results of the quick profile')
        .example(
          '$0 figure sparsity --only task=digits-rows-14 --out plots',
          'a part of the grid, elsewhere',
        ),
    async (argv) => {
      const opened = await openExperiments(argv.experiment, session);
      const printed: object[] = [];
      await eachExperiment(opened.experiments, session, async (experiment) => {
        const gathered = await gather(experiment, argv, opened, session);
        const { workspace } = opened;
        const destination = { workspace, experiment, selection: argv, session };
        const paths = writeDrawn(destination, 'figure-', await figureFiles(gathered, session, true));
        printed.push({ experiment: experiment.id, profile: argv.profile, missing: gathered.missing, paths });
        if (!argv.json) for (const path of paths) session.print(path);
      });
      if (argv.json) session.printJson(printed);
    },
  );
}
