/** `dsrnn runtime`: the Node that worker processes run on. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Argv } from 'yargs';
import type { OptionalPackages } from '@dsrnn/core/on-node';
import type { InstallableNode } from '@dsrnn/experiment';
import { UsageError } from '../errors.ts';
import { nodeOfWorkers } from '../node-of-workers.ts';
import { withJson } from '../options.ts';
import type { Session } from '../session.ts';

/** Adds the command and what it can do. */
export function addRuntime(cli: Argv, session: Session): Argv {
  return cli.command('runtime', 'Show, install or remove a faster Node for worker processes', (command) =>
    command
      .command(
        ['show', '$0'],
        'Say which Node workers run on, after it has shown that it computes the committed bits',
        (show) => withJson(show).example('$0 runtime', 'what is there'),
        async ({ json }) => show(json, session),
      )
      .command(
        'add',
        'Install a Node from npm beside the workspace, used by workers only',
        (add) => add.example('$0 runtime add', 'about 50 MB to fetch; results stay the same bits'),
        async () => add(session),
      )
      .command(
        'remove',
        'Remove what `runtime add` installed',
        (remove) => remove,
        async () => remove(session),
      ),
  );
}

async function show(json: boolean, session: Session): Promise<void> {
  const node = await nodeOfWorkers(session.host, (text) => session.note(text));
  const { workerNodeText } = await import('@dsrnn/experiment');
  if (json) session.printJson(node);
  else session.print(`workers run on ${workerNodeText(node)}: ${node.file}`);
}

async function add(session: Session): Promise<void> {
  const { packages } = await installable();
  const { joinsVectors, ownNode } = await import('@dsrnn/experiment');
  if (joinsVectors(ownNode)) session.note(`nothing to install: Node ${ownNode.version} joins vectors itself`);
  else await install(packages, session);
  await show(false, session);
}

async function install(packages: OptionalPackages, session: Session): Promise<void> {
  const { npmCi } = await import('../backends/run-step.ts');
  session.note('Node for workers: installing');
  await npmCi(packages.folder);
  packages.markInstalled();
}

async function remove(session: Session): Promise<void> {
  const { packages } = await installable();
  rmSync(join(packages.folder, 'node_modules'), { recursive: true, force: true });
  await show(false, session);
}

/** Throws UsageError on a system for which there is none. */
async function installable(): Promise<InstallableNode> {
  const { installableNode } = await import('@dsrnn/experiment');
  const node = installableNode();
  if (node !== null) return node;
  throw new UsageError(
    `runtime: there is no faster Node for ${process.platform} on ${process.arch}: V8 joins vectors on x64 only; workers ` +
      'run on the Node of the command',
  );
}
