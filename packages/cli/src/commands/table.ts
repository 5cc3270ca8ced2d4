/** `dsrnn table`: draws the tables of experiments. */
import type { Argv } from 'yargs';
import { gather } from '../drawing/gather.ts';
import { buildTables, tableFiles } from '../drawing/table-files.ts';
import { tableText } from '../drawing/table-text.ts';
import { writeDrawn } from '../drawing/write-drawn.ts';
import { eachExperiment } from '../each-experiment.ts';
import { openExperiments } from '../open-experiment.ts';
import { withExperiments, withJson, withOut, withSelection } from '../options.ts';
import type { Session } from '../session.ts';

/** Adds the command. */
export function addTable(cli: Argv, session: Session): Argv {
  return cli.command(
    'table <experiment..>',
    'Write tables as Markdown, CSV and LaTeX, and print the Markdown',
    (command) =>
      withJson(withOut(withSelection(withExperiments(command))))
        .example('$0 table sparsity', 'from the results of the quick profile')
        .example('$0 table ninety-percent --profile laptop', 'from the committed results'),
    async (argv) => {
      const opened = await openExperiments(argv.experiment, session);
      const printed: object[] = [];
      await eachExperiment(opened.experiments, session, async (experiment) => {
        const gathered = await gather(experiment, argv, opened, session);
        const tables = await buildTables(gathered, session);
        const files = await tableFiles(tables, gathered.context);
        const { workspace } = opened;
        const destination = { workspace, experiment, selection: argv, session };
        const paths = writeDrawn(destination, 'table-', files);
        printed.push({
          experiment: experiment.id,
          profile: argv.profile,
          missing: gathered.missing,
          paths,
          tables,
        });
        if (argv.json) return;
        for (const table of tables) session.print(await tableText(table, session.host.stdout));
        for (const path of paths) session.note(`wrote ${path}`);
      });
      if (argv.json) session.printJson(printed);
    },
  );
}
