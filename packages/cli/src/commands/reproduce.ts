/**
 * `dsrnn reproduce`: everything, from the runs to the verdicts. The runs are computed here even where results/ holds
 * them as committed; at the end the two are compared.
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';
import { count, wrapText } from '@dsrnn/portable';
import type { Argv } from 'yargs';
import { agreementOf, type Agreement } from '../agreement.ts';
import { attempt } from '../drawing/attempt.ts';
import { protocolText } from '../drawing/claim-files.ts';
import { drawAll, type Drawn } from '../drawing/draw-all.ts';
import { gather, type Gathered } from '../drawing/gather.ts';
import { tableText } from '../drawing/table-text.ts';
import { writeDrawn } from '../drawing/write-drawn.ts';
import { eachExperiment } from '../each-experiment.ts';
import { exitCode } from '../exit-code.ts';
import { writeGridRecord } from '../grid-record.ts';
import { interruptible } from '../interrupt.ts';
import { openExperiments, selectRuns, type Opened } from '../open-experiment.ts';
import { withOptionalExperiments, withProfile, withWorkers } from '../options.ts';
import { provenanceFiles } from '../provenance-facts.ts';
import { overviewFile } from '../reproduce-overview.ts';
import { summaryLines, type Reproduced } from '../reproduce-summary.ts';
import type { Session } from '../session.ts';
import { sweepExitCode, sweepText } from '../sweep.ts';
import { sweepRounds } from '../sweep-rounds.ts';
import { writeFiles } from '../write-files.ts';

/** Adds the command. */
export function addReproduce(cli: Argv, session: Session): Argv {
  return cli.command(
    'reproduce [experiment..]',
    'Run experiments, draw them and decide their claims, in one go',
    (command) =>
      withWorkers(withProfile(withOptionalExperiments(command)))
        .example('$0 reproduce', 'every experiment, quick profile: minutes')
        .example('$0 reproduce ninety-percent --profile laptop', 'one experiment, as committed')
        .example('$0 reproduce --verbose', 'print also each table and verdict'),
    async ({ experiment: names, profile, workers }) => {
      const opened = await openExperiments(names, session, true);
      const { store, workspace } = opened;
      // Without a list, an experiment that has no such profile is passed over.
      const experiments = opened.experiments.filter(
        ({ profiles }) => names.length > 0 || profiles.includes(profile),
      );
      const reproduced: (Reproduced & { readonly paths: readonly string[] })[] = [];
      await interruptible((signal) =>
        eachExperiment(experiments, session, async (experiment, stop) => {
          const start = await selectRuns(experiment, { profile }, store);
          session.note(`${experiment.id}: ${experiment.title} (${profile}, ${count(start.length, 'run')})`);
          const settings = { workers, failFast: false, silent: false, signal };
          const { runs, report } = await sweepRounds(experiment, { profile }, opened, session, settings);
          await writeGridRecord(experiment, profile, store, workspace);
          session.note(sweepText(experiment.id, report, store.root));
          const code = sweepExitCode(report);
          if (code !== exitCode.ok) session.exitCode = code;
          if (signal.aborted) {
            session.exitCode = exitCode.interrupted;
            stop();
            return;
          }
          const gathered = await gather(experiment, { profile }, opened, session);
          const drawn = await drawAll(gathered, session);
          const destination = { workspace, experiment, selection: { profile }, session };
          const families = {
            ...drawn.families,
            provenance: await attempt(
              gathered,
              'provenance',
              session,
              () => provenanceFiles(gathered, runs, opened),
              () => [],
            ),
          };
          const paths = Object.entries(families).flatMap(([family, files]) =>
            writeDrawn(destination, family, files),
          );
          const agreement = await compared(experiment, profile, runs, opened);
          if (agreement.different.length > 0 && session.exitCode === exitCode.ok) {
            session.exitCode = exitCode.mismatch;
          }
          if (session.verbose) await printDrawn(gathered, drawn, paths, session);
          const page = join(dirname(experiment.file), 'README.md');
          reproduced.push({
            id: experiment.id,
            page: existsSync(page) ? relative(session.host.cwd, page) : null,
            agreement,
            verdicts: drawn.verdicts,
            paths,
          });
        }),
      );
      if (reproduced.length === 0) return;
      const [overview = ''] = writeFiles(workspace.build, null, [
        overviewFile(profile, reproduced, session.host.cwd, workspace.build),
      ]);
      const file = relative(session.host.cwd, overview);
      session.print(summaryLines(reproduced, file, session.width).join('\n'));
    },
  );
}

/** What --verbose shows of an experiment. */
async function printDrawn(
  gathered: Gathered,
  { tables, verdicts }: Drawn,
  paths: readonly string[],
  session: Session,
): Promise<void> {
  const { claimsText } = await import('@dsrnn/analysis');
  const { width } = session;
  for (const table of tables) session.print(await tableText(table, session.host.stdout));
  if (verdicts.length > 0) {
    session.print(`${wrapText(protocolText(gathered), width).join('\n')}\n\n${claimsText(verdicts, width)}`);
  }
  session.print(`Files:\n${paths.map((path) => `  ${path}`).join('\n')}\n`);
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
