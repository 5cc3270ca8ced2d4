/** `dsrnn bench`: how long the work takes here, and in other libraries. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, basename, join, resolve } from 'node:path';
import type { Argv } from 'yargs';
import type { BenchCase, BenchReport } from '@dsrnn/bench';
import type { BackendName } from '@dsrnn/core';
import { count, formatDuration } from '@dsrnn/portable';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-code.ts';
import { interruptible } from '../interrupt.ts';
import { nodeOfWorkers } from '../node-of-workers.ts';
import { flag, optionalWords, text, wholeNumber, withJson } from '../options.ts';
import { openTerminalView } from '../progress/terminal-view.ts';
import type { Session } from '../session.ts';
import { alignColumns } from '../text-columns.ts';
import { findWorkspace, peerPython } from '../workspace.ts';
import { writeFiles } from '../write-files.ts';

/** Adds the command. */
export function addBench(cli: Argv, session: Session): Argv {
  return cli.command(
    'bench [case..]',
    'Measure kernels, training steps, strategies and streaming steps; not part of any result',
    (command) =>
      withJson(command)
        .positional('case', optionalWords('id of a case, or the beginning of several: train-lstm', 'all'))
        .option('list', flag('only list the cases'))
        .option('backend', {
          type: 'string',
          default: 'wasm',
          requiresArg: true,
          describe: 'measure training steps on this one beside wasm (see `dsrnn backend`)',
        })
        .option('repeat', {
          ...wholeNumber('repeat'),
          default: 30,

          describe: 'timings of each case; slow ones take fewer',
        })
        .option('peers', flag('also measure PyTorch and ONNX Runtime (see `npm run bench:peers`)'))
        .option('out', text('write the JSON into this file too'))
        .option(
          'write-docs',
          flag('measure nothing: put the tables of docs/performance.json into docs/performance.md'),
        )
        .example('$0 bench train-lstm stream-lstm', 'what sparsity is worth')
        .example(
          '$0 bench --peers --out docs/performance.json',
          'the committed measurement, on a quiet machine',
        )
        .example('$0 bench train-lstm --backend webgpu', 'what a GPU is worth, beside our kernels'),
    async (argv) => {
      const { selectCases } = await import('@dsrnn/bench');
      const backend = await knownBackend(argv.backend);
      if (backend !== 'wasm') expectNoneOf(argv, backend);
      if (argv.writeDocs) {
        await writeDocs(session);
        return;
      }
      const cases = selectCases(argv.case, backend);
      if (argv.list) {
        list(cases, argv.json, session);
        return;
      }
      if (backend !== 'wasm') await expectStarts(backend, session);
      const report = await measure(cases, argv, session);
      // Printed first: a file that cannot be written must not cost the measurement.
      if (argv.json) session.printJson(report);
      else await printTables(report, session);
      if (argv.out === undefined) return;
      const { reportJson } = await import('@dsrnn/bench');
      const file = resolve(session.host.cwd, argv.out);
      writeFiles(dirname(file), null, [{ name: basename(file), content: reportJson(report) }]);
    },
  );
}

async function knownBackend(name: string): Promise<BackendName> {
  const { backendName } = await import('@dsrnn/core');
  const { suggestion } = await import('@dsrnn/experiment');
  const parsed = backendName.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--backend: unknown backend "${name}"${suggestion(name, backendName.options)}`);
}

function expectNoneOf(
  { peers, writeDocs }: { readonly peers: boolean; readonly writeDocs: boolean },
  backend: BackendName,
): void {
  const option = peers ? '--peers' : writeDocs ? '--write-docs' : null;
  if (option === null) return;
  throw new UsageError(`${option}: belongs to the backend wasm, not to ${backend}; leave one of them out`);
}

/** One error now, instead of one from a process that measures. Throws BackendError. */
async function expectStarts(backend: BackendName, session: Session): Promise<void> {
  const { expectBackend } = await import('../backends/expect-backend.ts');
  const device = await expectBackend(backend);
  if (device !== null) session.note(`${backend}: computes on ${device}`);
}

function list(cases: readonly BenchCase[], json: boolean, session: Session): void {
  if (json) {
    session.printJson(
      cases.map(({ id, kind, what, macs, macRatio }) => ({ id, kind, what, macs, macRatio })),
    );
    return;
  }
  const whole = (macs: number | null): string =>
    macs === null ? '–' : Math.round(macs).toLocaleString('en');
  const rows = cases.map(({ id, macs, what }) => [id, whole(macs), what]);
  session.printColumns([['case', 'MACs', 'what'], ...rows]);
}

async function measure(
  cases: readonly BenchCase[],
  { repeat = 30, peers: withPeers }: { readonly repeat: number | undefined; readonly peers: boolean },
  session: Session,
): Promise<BenchReport> {
  const { longestMs, openPeers, runBench } = await import('@dsrnn/bench');
  const { plainNode, workerNodeText } = await import('@dsrnn/experiment');
  const { host } = session;
  const { stderr } = host;
  const wasm = cases.every(({ backend }) => backend === 'wasm');
  // Packages of other backends were installed for the Node of the command.
  const node = wasm ? await nodeOfWorkers(host, (text) => session.note(text)) : plainNode;
  const peers = withPeers ? await openPeers(findWorkspace(host).root, node, peerPython(host)) : null;
  const limit = formatDuration(longestMs(cases, withPeers));
  session.note(`measures ${count(cases.length, 'case')} on ${workerNodeText(node)}, in ${limit} at most`);
  const start = performance.now();
  const view = stderr.isTTY === true ? openTerminalView(stderr) : null;
  return interruptible(async (signal) => {
    // The children see their input end and follow.
    signal.addEventListener('abort', () => process.exit(exitCode.interrupted));
    try {
      return await runBench(cases, {
        ...{ node, repeat, peers },
        begin: (text) => {
          if (view === null) session.note(text);
        },
        progress: (text) => view?.draw([text]),
      });
    } finally {
      view?.close();
      await peers?.stop();
      session.note(`took ${formatDuration(performance.now() - start)}`);
    }
  });
}

async function printTables(report: BenchReport, session: Session): Promise<void> {
  const { reportTables } = await import('@dsrnn/bench');
  const sections = reportTables(report).map(({ title, header, rows, notes }) =>
    [
      title,
      '',
      ...alignColumns([header, ...rows], 1, session.width),
      ...notes.map((note) => `* ${note}`),
      '',
    ].join('\n'),
  );
  session.print(sections.join('\n'));
}

/** Renews the generated part of docs/performance.md. */
async function writeDocs(session: Session): Promise<void> {
  const { benchReport, withTables } = await import('@dsrnn/bench');
  const docs = join(findWorkspace(session.host).root, 'docs');
  const source = join(docs, 'performance.json');
  if (!existsSync(source)) {
    throw new UsageError(`${source}: does not exist; measure first: \`dsrnn bench --peers --out ${source}\``);
  }
  const { checkSchema, formatPath } = await import('@dsrnn/experiment');
  const report = checkSchema(benchReport, parsedOrNull(readFileSync(source, 'utf8')));
  if (!('value' in report)) {
    const problems = report.issues.map(({ path, message }) => `${formatPath(path)}: ${message}`);
    throw new UsageError(`${source}: is not a report of bench (${problems.join('; ')}); measure again`);
  }
  if (report.value.backend !== undefined) {
    throw new UsageError(
      `${source}: was measured on the backend ${report.value.backend.name}, and the page is about wasm; ` +
        `measure again: \`dsrnn bench --peers --out ${source}\``,
    );
  }
  const page = readFileSync(join(docs, 'performance.md'), 'utf8');
  writeFiles(docs, null, [{ name: 'performance.md', content: withTables(page, report.value) }]);
  session.print(join(docs, 'performance.md'));
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
