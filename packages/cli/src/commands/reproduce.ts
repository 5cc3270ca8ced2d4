/**
 * `dsrnn reproduce`: everything, from the runs to the verdicts. The runs are computed here even where results/ holds
 * them as committed; at the end the two are compared.
 */
import { join } from 'node:path';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';
import type { Argv } from 'yargs';
import { agreementOf, type Agreement } from '../agreement.ts';
import { claimFiles, judgeClaims, protocolText } from '../drawing/claim-files.ts';
import { figureFiles } from '../drawing/figure-files.ts';
import { gather } from '../drawing/gather.ts';
import { buildTables, tableFiles } from '../drawing/table-files.ts';
import { writeDrawn } from '../drawing/write-drawn.ts';
import { exitCode } from '../exit-code.ts';
import { writeGridRecord } from '../grid-record.ts';
import { interruptible } from '../interrupt.ts';
import { openExperiments, selectRuns, type Opened } from '../open-experiment.ts';
import { withOptionalExperiments, withProfile, withWorkers } from '../options.ts';
import { provenanceFiles } from '../provenance-facts.ts';
import type { Session } from '../session.ts';
import { sweep, sweepExitCode, sweepText } from '../sweep.ts';

/** Adds the command. */
export function addReproduce(cli: Argv, session: Session): Argv {
  return cli.command(
    'reproduce [experiment..]',
    'Run experiments, draw them and decide their claims, in one go',
    (command) =>
      withWorkers(withProfile(withOptionalExperiments(command)))
        .example('$0 reproduce', 'every experiment, quick profile: minutes')
        .example('$0 reproduce ninety-percent --profile laptop', 'one experiment, as committed'),
    async ({ experiment: names, profile, workers }) => {
      const { claimsText, wrapText } = await import('@dsrnn/analysis');
      const opened = await openExperiments(names, session, true);
      const { store, workspace } = opened;
      // Without a list, an experiment that has no such profile is passed over.
      const experiments = opened.experiments.filter(
        ({ profiles }) => names.length > 0 || profiles.includes(profile),
      );
      await interruptible(async (signal) => {
        for (const experiment of experiments) {
          const runs = await selectRuns(experiment, { profile });
          session.note(`${experiment.id}: ${experiment.title} (${profile}, ${String(runs.length)} runs)`);
          const settings = { workers, failFast: false, silent: false, signal };
          const report = await sweep(runs, experiment, store, workspace, session, settings);
          await writeGridRecord(experiment, profile, store, workspace);
          session.note(sweepText(experiment.id, report));
          const code = sweepExitCode(report);
          if (code !== exitCode.ok) session.exitCode = code;
          if (signal.aborted) {
            session.exitCode = exitCode.interrupted;
            return;
          }
          const gathered = await gather(experiment, { profile }, opened, session);
          const tables = await tableFiles(await buildTables(gathered));
          const verdicts = await judgeClaims(gathered);
          const destination = { workspace, experiment: experiment.id, profile, out: undefined, session };
          const paths = [
            ...writeDrawn(destination, 'table-', tables),
            ...writeDrawn(destination, 'figure-', await figureFiles(gathered)),
            ...writeDrawn(destination, 'claims', await claimFiles(gathered, verdicts)),
            ...writeDrawn(destination, 'provenance', await provenanceFiles(gathered, runs, opened)),
          ];
          for (const { name, content } of tables) if (name.endsWith('.md')) session.print(String(content));
          if (verdicts.length > 0) {
            session.print(`${wrapText(protocolText(gathered), 100).join('\n')}\n\n${claimsText(verdicts)}`);
          }
          const { text, differs } = await compared(experiment, profile, runs, opened);
          session.print(text);
          if (differs && session.exitCode === exitCode.ok) session.exitCode = exitCode.mismatch;
          session.print(`Files:\n${paths.map((path) => `  ${path}`).join('\n')}\n`);
        }
      });
    },
  );
}

async function compared(
  { id }: LoadedExperiment,
  profile: string,
  runs: readonly GridRun[],
  { workspace, store }: Opened,
): Promise<Agreement> {
  const { readCommitted } = await import('@dsrnn/experiment');
  const committed = readCommitted(join(workspace.results, id, profile, 'runs.jsonl'));
  return agreementOf(runs, committed, (key) => store.get(key), `results/${id}/${profile}`);
}
