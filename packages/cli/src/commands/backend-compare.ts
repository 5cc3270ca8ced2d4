/** `dsrnn backend compare`: whether the backends of this machine compute alike. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Argv } from 'yargs';
import type { BackendComparison, Compared, ComparisonProgress } from '@dsrnn/experiment';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-code.ts';
import { flag, optionalWords, withJson } from '../options.ts';
import { openTerminalView } from '../progress/terminal-view.ts';
import type { Session } from '../session.ts';
import { findWorkspace } from '../workspace.ts';
import { writeFiles } from '../write-files.ts';

/** Adds the command. Its exit code is 1 if a difference is larger than is allowed. */
export function addBackendCompare(cli: Argv, session: Session): Argv {
  return cli.command(
    'compare [names..]',
    'Compute every cell in every mode on each backend and compare with plain JavaScript',
    (command) =>
      withJson(command)
        .positional('names', optionalWords('backends', 'all that start here'))
        .option('write-docs', flag('also write docs/backends.json and its table in docs/backends.md'))
        .example('$0 backend compare webgpu', 'whether a GPU computes right; minutes on a software GPU'),
    async ({ names, json, writeDocs }) => {
      const comparisons = await compare(names, session);
      if (json) session.printJson(comparisons);
      else await print(comparisons, session);
      const { conforms } = await import('@dsrnn/experiment');
      if (!comparisons.every(conforms)) session.exitCode = exitCode.failed;
      if (writeDocs) await write(comparisons, session);
    },
  );
}

async function compare(names: readonly string[], session: Session): Promise<BackendComparison[]> {
  const { backendDefinitions, backendName } = await import('@dsrnn/core');
  const { compareBackends } = await import('@dsrnn/experiment');
  const unknown = names.find((name) => !backendName.safeParse(name).success);
  if (unknown !== undefined) {
    throw new UsageError(`unknown backend "${unknown}"; there are ${backendName.options.join(', ')}`);
  }
  const all: Compared[] = [];
  for (const definition of backendDefinitions) {
    const { name } = definition;
    if (name === 'cpu' || (names.length > 0 && !names.includes(name))) continue;
    const obstacle = await definition.obstacle();
    if (obstacle !== null && names.length > 0) {
      throw new UsageError(`backend "${name}": ${obstacle.problem}; ${obstacle.remedy}`);
    }
    if (obstacle !== null) continue;
    if (definition.defaultEngine === 'fused') all.push({ backend: name, engine: 'fused' });
    all.push({ backend: name, engine: 'reference' });
  }
  if (all.length === 0)
    throw new UsageError('cpu is what the others are compared with; name another backend');
  const started = all.map(({ backend }) => backend);
  if (started.includes('node') && started.includes('node-gpu')) {
    throw new UsageError(
      'node and node-gpu are two builds of one library, which a process can load once: run ' +
        `\`dsrnn backend compare ${[...new Set(started)].filter((name) => name !== 'node-gpu').join(' ')}\`, ` +
        'then `dsrnn backend compare node-gpu`',
    );
  }
  const { stderr } = session.host;
  const view = stderr.isTTY === true ? openTerminalView(stderr) : null;
  const told = (text: string): void => (view === null ? session.note(text) : view.draw([text]));
  const onProgress = ({ compared: { backend, engine }, done, total }: ComparisonProgress): void => {
    if (view !== null || done === 0) told(`${backend}, ${engine}: case ${done + 1} of ${total}`);
  };
  try {
    return await compareBackends(all, { cacheDir: findWorkspace(session.host).data }, onProgress);
  } finally {
    view?.close();
  }
}

async function print(comparisons: readonly BackendComparison[], session: Session): Promise<void> {
  const { stages, tolerances } = await import('@dsrnn/experiment');
  const rows = comparisons.flatMap(({ backend, engine, device, cells }) =>
    Object.entries(cells).map(([cell, differences]) => [
      ...[backend, engine, cell],
      ...stages.map((stage) => differences[stage].toExponential(1)),
      device,
    ]),
  );
  const allowed = ['allowed', '', '', ...stages.map((stage) => tolerances[stage].toExponential(1)), ''];
  const table = [['backend', 'engine', 'cell', ...stages, 'device'], ...rows, allowed];
  session.printColumns(table, 3);
}

async function write(comparisons: readonly BackendComparison[], session: Session): Promise<void> {
  const { withConformance } = await import('../backends/conformance-section.ts');
  const docs = join(findWorkspace(session.host).root, 'docs');
  const page = withConformance(readFileSync(join(docs, 'backends.md'), 'utf8'), comparisons);
  if (page === null)
    throw new UsageError(`${join(docs, 'backends.md')}: lacks the marks of the conformance table`);
  const json = `${JSON.stringify(comparisons, null, 2)}\n`;
  writeFiles(docs, null, [
    { name: 'backends.json', content: json },
    { name: 'backends.md', content: page },
  ]);
  session.print(join(docs, 'backends.md'));
}
