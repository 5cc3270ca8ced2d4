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
      const {
        absentData,
        absentDataText,
        collectIssues,
        distinctRuns,
        expandGrid,
        gridNotices,
        planGrid,
        requireClaimRuns,
      } = await import('@dsrnn/experiment');
      const { figures, tables } = await import('@dsrnn/analysis');
      const { experiments, workspace } = await openExperiments(names, session);
      const checked = await collectIssues(experiments, async (experiment) => {
        await chosenDefinitions('table', experiment.tables, tables);
        await chosenDefinitions('figure', experiment.figures, figures);
        const grids = experiment.profiles.map((profile) => ({
          profile,
          runs: expandGrid(experiment, profile),
        }));
        requireClaimRuns(
          experiment,
          grids.map(({ runs }) => runs),
        );
        const all = grids.flatMap(({ runs }) => distinctRuns(runs));
        const plans = planGrid(experiment, all);
        const notices = grids.flatMap(({ profile, runs }) =>
          gridNotices(runs, plans).map((notice) => `${profile}: ${notice}`),
        );
        const absent = await absentData(all, experiment.registries, { cacheDir: workspace.data });
        const profiles = grids.map(({ profile, runs }) => ({ profile, runs: distinctRuns(runs).length }));
        const found = { experiment: experiment.id, profiles, absent, notices };
        if (json) return found;
        const counts = profiles.map(({ profile, runs }) => `${profile} ${runs}`).join(', ');
        session.print(`${experiment.id}: ok (runs: ${counts})`);
        // Committed results can be drawn without the data, so this is no error.
        for (const one of absent) session.note(`notice: ${experiment.id}: ${absentDataText(one)}`);
        for (const notice of notices) session.note(`notice: ${experiment.id}: ${notice}`);
        return found;
      });
      if (json) session.printJson(checked);
    },
  );
}
