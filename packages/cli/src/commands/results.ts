/** `dsrnn results`: the committed reference results. */
import type { Argv } from 'yargs';
import { isCommitted } from '../check-results.ts';
import { UsageError } from '../errors.ts';
import { openExperiment, openExperiments } from '../open-experiment.ts';
import { flag, withJson, withOptionalExperiments, withProfile } from '../options.ts';
import { redrawResults, writeResults } from '../results-folder.ts';
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
            .option('untuned', flag('also where further learning rates were not computed'))
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
      .command(
        'redraw [experiment..]',
        'Draw tables, figures and verdicts anew from the committed runs alone',
        (redraw) =>
          withJson(withOptionalExperiments(redraw))
            .option('profile', {
              type: 'string',
              requiresArg: true,
              defaultDescription: 'all',
              describe: 'only this profile',
            })
            .example('$0 results redraw', 'all that is committed, after a change of what is drawn')
            .example('$0 results redraw sparsity --profile laptop', 'one folder'),
        async ({ experiment: names, profile, json }) => {
          const opened = await openExperiments(names, session);
          const committed = opened.experiments.flatMap((experiment) =>
            experiment.profiles
              .filter((name) => profile === undefined || name === profile)
              .filter((name) => isCommitted(experiment, name, opened.workspace))
              .map((name) => ({ experiment, profile: name })),
          );
          if (committed.length === 0) {
            throw new UsageError(
              `${opened.workspace.results}: holds no committed results of these experiments`,
            );
          }
          const printed = [];
          for (const folder of committed) {
            const paths = await redrawResults(folder.experiment, folder.profile, opened, session);
            printed.push({ experiment: folder.experiment.id, profile: folder.profile, paths });
            if (!json) for (const path of paths) session.print(path);
          }
          if (json) session.printJson(printed);
        },
      )
      .demandCommand(1, 'results: say what to do: write or redraw'),
  );
}
