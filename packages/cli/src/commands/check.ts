/** `dsrnn check`: recomputes committed results. */
import { count } from '@dsrnn/portable';
import type { Argv } from 'yargs';
import { checkResults, isCommitted, type CheckReport, type Outdated } from '../check-results.ts';
import { seedOfWeek } from '../check-sample.ts';
import { differenceText } from '../disagreement-note.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import { UsageError } from '../errors.ts';
import { interruptible } from '../interrupt.ts';
import { openExperiments } from '../open-experiment.ts';
import { wholeNumber, withJson, withOptionalExperiments, withProfile, withWorkers } from '../options.ts';
import type { Session } from '../session.ts';
import { sweepExitCode, sweepText } from '../sweep.ts';
import { firstOf } from '../text-columns.ts';

/** Adds the command. */
export function addCheck(cli: Argv, session: Session): Argv {
  return cli.command(
    'check [experiment..]',
    'Recompute a sample of the committed results and compare every bit',
    (command) =>
      withJson(withWorkers(withProfile(withOptionalExperiments(command))))
        .option('sample', {
          ...wholeNumber('sample'),

          defaultDescription: '8, or a fiftieth if that is more',
          describe: 'number of runs of each experiment, spread over the methods',
        })
        .option('seed', {
          ...wholeNumber('seed'),

          defaultDescription: 'the number of the week',
          describe: 'which runs: seeds in a row get through all of them, the same seed takes the same',
        })
        .example('$0 check', 'some runs of the quick profile of every experiment that has committed results')
        .example('$0 check ninety-percent --profile laptop --sample 3', 'fewer, of another profile')
        .example('$0 check sparsity --seed 2965', 'the runs of an earlier check again'),
    async ({ experiment: names, profile, sample, seed = seedOfWeek(new Date()), workers, json }) => {
      const { experiments, workspace } = await openExperiments(names, session);
      // Without a list, an experiment of which nothing is committed in this profile is passed over.
      const chosen = experiments.filter(
        (experiment) => names.length > 0 || isCommitted(experiment, profile, workspace),
      );
      if (chosen.length === 0) {
        throw new UsageError(`${workspace.results}: no results of profile ${profile} are committed`);
      }
      const printed: object[] = [];
      await interruptible(async (signal) => {
        for (const experiment of chosen) {
          const found = await checkResults(experiment, profile, { sample, seed }, workspace, session, {
            workers,
            failFast: false,
            silent: json,
            signal,
          });
          const code = checkExitCode(found);
          session.exitCode = worse(session.exitCode, code);
          const { report, ...rest } = found;
          printed.push({ ...rest, ok: code === exitCode.ok, summary: report.summary });
          if (!json) session.print(checkText(found));
          if (signal.aborted) return;
        }
      });
      if (json) session.printJson(printed);
    },
  );
}

/** A difference is worse than a run that failed, and an interruption ends it all. */
function worse(a: ExitCode, b: ExitCode): ExitCode {
  const order: readonly ExitCode[] = [exitCode.interrupted, exitCode.mismatch];
  return order.find((code) => code === a || code === b) ?? (a === exitCode.ok ? b : a);
}

function checkExitCode({ missing, foreign, recomputed, report }: CheckReport): ExitCode {
  const differ = recomputed.some(({ state }) => state === 'different');
  if (differ || missing.length > 0 || foreign.length > 0) return exitCode.mismatch;
  return sweepExitCode(report);
}

function checkText({
  experiment,
  profile,
  committed,
  seed,
  missing,
  untuned,
  foreign,
  outdated,
  recomputed,
  report,
}: CheckReport): string {
  const same = recomputed.filter(({ state }) => state === 'same').length;
  return [
    ...(report.failures.length > 0 ? [sweepText('recomputing', report, null)] : []),
    ...recomputed.flatMap(({ key, run, state, difference }) => {
      if (state === 'same') return [];
      const where = difference === null ? '' : `: ${differenceText(difference)}`;
      return [`${state}  ${run}  ${key.slice(0, 12)}${where}`];
    }),
    ...list('missing from the committed results', missing),
    ...list(
      'committed, but not in the grid',
      foreign.map((key) => foreignText(key, outdated[key])),
    ),
    ...(Object.keys(outdated).length === 0
      ? []
      : [
          `  \`dsrnn run ${experiment} --profile ${profile}\` computes what rose in version, ` +
            `\`dsrnn results write ${experiment} --profile ${profile}\` commits it`,
        ]),
    ...(untuned === 0
      ? []
      : [
          `not tuned to the end: ${count(untuned, 'run')} at further learning rates ${untuned === 1 ? 'is' : 'are'} not committed`,
        ]),
    `${experiment} (${profile}): ${same} of ${count(recomputed.length, 'recomputed run')} ${same === 1 ? 'agrees' : 'agree'} to the bit; ` +
      `seed ${seed} took ${shareText(recomputed.length, committed)}`,
  ].join('\n');
}

/** A key, and of a result of other versions what it is and which definitions changed. */
function foreignText(key: string, outdated: Outdated | undefined): string {
  if (outdated === undefined) return key;
  const versions = Object.entries(outdated.versions).map(
    ([name, { recorded, now }]) => `${name} recorded at version ${String(recorded)}, now ${String(now)}`,
  );
  return `${key.slice(0, 12)}  ${outdated.run}: ${versions.join(', ')}`;
}

/** How far the check reaches: `8 of the 63 that are committed (12.7 %), 8 seeds in a row take all`. */
function shareText(count: number, committed: number): string {
  const percent = committed === 0 ? 0 : (100 * count) / committed;
  const seeds = count === 0 ? 0 : Math.ceil(committed / count);
  const all = seeds > 1 ? `; ${seeds} seeds in a row take all` : '';
  return `${count} of the ${committed} that are committed (${percent.toFixed(1)} %)${all}`;
}

/** Ten are enough to see what kind they are. */
function list(title: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    `${title}: ${names.length}`,
    ...firstOf(
      names.map((name) => `  ${name}`),
      10,
    ),
  ];
}
