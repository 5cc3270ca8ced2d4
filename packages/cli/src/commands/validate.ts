/** `dsrnn validate`: checks configuration, runs nothing. */
import type { Argv } from 'yargs';
import { chosenDefinitions } from '../drawing/chosen-definitions.ts';
import { openExperiments } from '../open-experiment.ts';
import { withJson, withOptionalExperiments } from '../options.ts';
import type { Session } from '../session.ts';

/** Adds the command. */
export function addValidate(cli: Argv, session: Session): Argv {
  return cli.command(
    'validate [experiment..]',
    'Check experiment files and presets, without running anything',
    (command) =>
      withJson(withOptionalExperiments(command))
        .example('$0 validate', 'all experiments')
        .example('$0 validate sparsity', 'one of them'),
    async ({ experiment: names, json }) => {
      const { distinctRuns, expandGrid, planGrid } = await import('@dsrnn/experiment');
      const { figures, tables } = await import('@dsrnn/analysis');
      const { experiments } = await openExperiments(names, session);
      const checked = [];
      for (const experiment of experiments) {
        await chosenDefinitions('table', experiment.tables, tables);
        await chosenDefinitions('figure', experiment.figures, figures);
        const profiles = experiment.profiles.map((profile) => {
          const runs = distinctRuns(expandGrid(experiment, profile));
          planGrid(experiment, runs);
          return { profile, runs: runs.length };
        });
        checked.push({ experiment: experiment.id, profiles });
        if (json) continue;
        const counts = profiles.map(({ profile, runs }) => `${profile} ${String(runs)}`).join(', ');
        session.print(`${experiment.id}: ok (runs: ${counts})`);
      }
      if (json) session.printJson(checked);
    },
  );
}
