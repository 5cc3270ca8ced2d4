/** `dsrnn results`: the committed reference results. */
import type { Argv } from 'yargs';
import { openExperiment } from '../open-experiment.ts';
import { withJson, withProfile } from '../options.ts';
import { writeResults } from '../results-folder.ts';
import type { Session } from '../session.ts';

/** Adds the command and what it can do. */
export function addResults(cli: Argv, session: Session): Argv {
  return cli.command('results', 'Write the results that are committed', (command) =>
    command
      .command(
        'write <experiment>',
        'Write runs, tables, figures, verdicts and provenance into results/<id>/<profile>/',
        (write) =>
          withJson(withProfile(write))
            .positional('experiment', {
              type: 'string',
              demandOption: true,
              describe: 'id of an experiment, or path of an experiment.yaml',
            })
            .option('untuned', {
              type: 'boolean',
              default: false,
              describe: 'also where further learning rates were not computed',
            })
            .example(
              '$0 results write sparsity --profile laptop',
              'once every run of the profile has a result',
            ),
        async ({ experiment: name, profile, untuned, json }) => {
          const opened = await openExperiment(name, session);
          const paths = await writeResults(opened.experiment, profile, opened, session, untuned);
          if (json) session.printJson({ experiment: opened.experiment.id, profile, paths });
          else for (const path of paths) session.print(path);
        },
      )
      .demandCommand(1, 'results: say what to do: write'),
  );
}
