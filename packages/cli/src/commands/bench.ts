/** `dsrnn bench`: how long the work takes here, and in other libraries. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, basename, join, resolve } from 'node:path';
import type { Argv } from 'yargs';
import type { BenchReport } from '@dsrnn/bench';
import { UsageError } from '../errors.ts';
import { wholeNumber, withJson } from '../options.ts';
import { openTerminalView } from '../progress/terminal-view.ts';
import type { Session } from '../session.ts';
import { alignColumns } from '../text-columns.ts';
import { findWorkspace } from '../workspace.ts';
import { writeFiles } from '../write-files.ts';

/** Adds the command. */
export function addBench(cli: Argv, session: Session): Argv {
  return cli.command(
    'bench [case..]',
    'Measure kernels, training steps and streaming steps; not part of any result',
    (command) =>
      withJson(command)
        .positional('case', {
          type: 'string',
          array: true,
          default: [] as string[],
          defaultDescription: 'all',
          describe: 'id of a case, or the beginning of several: train-lstm',
        })
        .option('list', { type: 'boolean', default: false, describe: 'only list the cases' })
        .option('repeat', {
          type: 'number',
          default: 30,
          requiresArg: true,
          coerce: wholeNumber('repeat'),
          describe: 'timings of each case; slow ones take fewer',
        })
        .option('peers', {
          type: 'boolean',
          default: false,
          describe: 'also measure PyTorch and ONNX Runtime (see `npm run bench:peers`)',
        })
        .option('out', { type: 'string', requiresArg: true, describe: 'write the JSON into this file too' })
        .option('write-docs', {
          type: 'boolean',
          default: false,
          describe: 'measure nothing: put the tables of docs/performance.json into docs/performance.md',
        })
        .example('$0 bench train-lstm stream-lstm', 'what sparsity is worth')
        .example(
          '$0 bench --peers --out docs/performance.json',
          'the committed measurement, on a quiet machine',
        ),
    async (argv) => {
      const { selectCases } = await import('@dsrnn/bench');
      if (argv.writeDocs) {
        await writeDocs(session);
        return;
      }
      const cases = selectCases(argv.case);
      if (argv.list) {
        if (argv.json) session.printJson(cases.map(({ id, kind, what, macs, macRatio }) => ({ id, kind, what, macs, macRatio }))); // prettier-ignore
        else session.print(alignColumns([['case', 'MACs', 'what'], ...cases.map(({ id, macs, what }) => [id, macs === null ? '–' : Math.round(macs).toLocaleString('en'), what])], 3).join('\n')); // prettier-ignore
        return;
      }
      const report = await measure(cases, argv, session);
      const { reportJson, reportTables } = await import('@dsrnn/bench');
      if (argv.out !== undefined) {
        const file = resolve(session.host.cwd, argv.out);
        writeFiles(dirname(file), null, [{ name: basename(file), content: reportJson(report) }]);
      }
      if (argv.json) {
        session.printJson(report);
        return;
      }
      for (const { title, header, rows, notes } of reportTables(report)) {
        session.print(`${title}\n`);
        session.print(alignColumns([header, ...rows], 1).join('\n'));
        for (const note of notes) session.print(`* ${note}`);
        session.print('\n');
      }
    },
  );
}

type Cases = Parameters<(typeof import('@dsrnn/bench'))['runBench']>[0];

async function measure(
  cases: Cases,
  { repeat = 30, peers: withPeers }: { readonly repeat: number | undefined; readonly peers: boolean },
  session: Session,
): Promise<BenchReport> {
  const { openPeers, runBench } = await import('@dsrnn/bench');
  const { env, stderr } = session.host;
  const peers = withPeers
    ? await openPeers(findWorkspace(session.host).root, env['DSRNN_PYTHON'] || undefined)
    : null;
  const view = stderr.isTTY === true ? openTerminalView(stderr) : null;
  try {
    return await runBench(cases, { repeat, peers, progress: (text) => view?.draw([text]) });
  } finally {
    view?.close();
    await peers?.stop();
  }
}

/** Renews the generated part of docs/performance.md. */
async function writeDocs(session: Session): Promise<void> {
  const { benchReport, withTables } = await import('@dsrnn/bench');
  const docs = join(findWorkspace(session.host).root, 'docs');
  const source = join(docs, 'performance.json');
  if (!existsSync(source)) {
    throw new UsageError(`${source}: does not exist; measure first: \`dsrnn bench --peers --out ${source}\``);
  }
  const report = benchReport.safeParse(JSON.parse(readFileSync(source, 'utf8')));
  if (!report.success) {
    throw new UsageError(`${source}: is not a report of bench (${report.error.message}); measure again`);
  }
  const page = readFileSync(join(docs, 'performance.md'), 'utf8');
  writeFiles(docs, null, [{ name: 'performance.md', content: withTables(page, report.data) }]);
  session.print(join(docs, 'performance.md'));
}
