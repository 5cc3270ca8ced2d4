/** `dsrnn check`: recomputes committed results. */
import type { Argv } from 'yargs';
import { checkResults, type CheckReport } from '../check-results.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import { interruptible } from '../interrupt.ts';
import { openExperiment } from '../open-experiment.ts';
import { wholeNumber, withJson, withProfile, withWorkers } from '../options.ts';
import type { Session } from '../session.ts';
import { sweepExitCode, sweepText } from '../sweep.ts';

/** One of each method of a usual experiment. */
const SAMPLE = 8;

/** Adds the command. */
export function addCheck(cli: Argv, session: Session): Argv {
  return cli.command(
    'check <experiment>',
    'Recompute a sample of the committed results and compare every bit',
    (command) =>
      withJson(withWorkers(withProfile(command)))
        .positional('experiment', {
          type: 'string',
          demandOption: true,
          describe: 'id of an experiment, or path of an experiment.yaml',
        })
        .option('sample', {
          type: 'number',
          default: SAMPLE,
          requiresArg: true,
          coerce: wholeNumber('sample'),
          describe: 'number of runs, spread over the methods',
        })
        .example('$0 check sparsity', `${String(SAMPLE)} runs of the quick profile`)
        .example('$0 check ninety-percent --profile laptop --sample 3', 'fewer, of another profile'),
    async ({ experiment: name, profile, sample = SAMPLE, workers, json }) => {
      const { experiment, workspace } = await openExperiment(name, session);
      const found = await interruptible((signal) =>
        checkResults(experiment, profile, sample, workspace, session, {
          workers,
          failFast: false,
          silent: json,
          signal,
        }),
      );
      session.exitCode = checkExitCode(found);
      if (json) {
        const { report, ...rest } = found;
        session.printJson({ ...rest, ok: session.exitCode === exitCode.ok, summary: report.summary });
      } else {
        session.print(checkText(found));
      }
    },
  );
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
  missing,
  untuned,
  foreign,
  recomputed,
  report,
}: CheckReport): string {
  const same = recomputed.filter(({ state }) => state === 'same').length;
  return [
    ...(report.failures.length > 0 ? [sweepText('recomputing', report, null)] : []),
    ...recomputed.flatMap(({ key, run, state, difference }) => {
      if (state === 'same') return [];
      const where =
        difference === null
          ? ''
          : `: ${difference.path} is ${JSON.stringify(difference.actual)}, committed is ${JSON.stringify(difference.expected)}`;
      return [`${state}  ${run}  ${key.slice(0, 12)}${where}`];
    }),
    ...list('missing from the committed results', missing),
    ...list('committed, but not in the grid', foreign),
    ...(untuned === 0
      ? []
      : [`not tuned to the end: ${String(untuned)} runs at further learning rates are not committed`]),
    `${experiment} (${profile}): ${String(same)} of ${String(recomputed.length)} recomputed runs agree to the bit; ` +
      `${String(committed)} are committed`,
  ].join('\n');
}

/** Ten are enough to see what kind they are. */
function list(title: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > 10 ? [`  and ${String(names.length - 10)} more`] : [];
  return [`${title}: ${String(names.length)}`, ...names.slice(0, 10).map((name) => `  ${name}`), ...more];
}
