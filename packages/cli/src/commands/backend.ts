/** `dsrnn backend`: what can compute on this machine, and how to get the rest. */
import type { Argv } from 'yargs';
import { DsrnnError } from '@dsrnn/portable';
import type { OptionalBackend } from '../backends/add-backend.ts';
import { deviceText, type BackendState } from '../backends/probe-messages.ts';
import { flag, withJson } from '../options.ts';
import { UsageError } from '../errors.ts';
import type { Session } from '../session.ts';
import { addBackendCompare } from './backend-compare.ts';

/** Adds the command and what it can do. */
export function addBackendCommand(cli: Argv, session: Session): Argv {
  return cli.command('backend', 'List, install and compare what tensors can be computed on', (command) =>
    addBackendCompare(command, session)
      .command(
        ['list', '$0'],
        'Try each backend and say what it runs on, or what to do',
        (list) => withJson(list).example('$0 backend list', 'what there is'),
        async ({ json }) => list(json, session),
      )
      .command(
        'add <name>',
        'Install the packages of a backend and see that it computes',
        (add) =>
          add
            .positional('name', {
              choices: ['webgpu', 'node', 'node-gpu'] as const,
              demandOption: true,
              describe: 'the backend',
            })
            .option(
              'software',
              flag('with webgpu: also a software GPU, for machines without a GPU (linux x64)'),
            )
            .option('if-possible', flag('a failure is a notice, with exit code 0'))
            .example('$0 backend add webgpu', 'for a machine with a GPU')
            .example('$0 backend add webgpu --software', 'for tests on a machine without one'),
        async ({ name, software, ifPossible }) => add(name, software, ifPossible, session),
      ),
  );
}

async function list(json: boolean, session: Session): Promise<void> {
  const { backendDefinitions } = await import('@dsrnn/core');
  const { probeBackend } = await import('../backends/probe-backend.ts');
  const states = await Promise.all(
    backendDefinitions.map(async ({ name, title }) => ({ name, title, ...(await probeBackend(name)) })),
  );
  if (json) {
    session.printJson(states);
    return;
  }
  const head = ['backend', 'state', 'what it is', 'computes on'];
  const rows = states.map((state) => [state.name, state.state, state.title, deviceText(state)]);
  session.printColumns([head, ...rows]);
  for (const state of states) {
    if (state.state !== 'ok') session.print(`to do: ${state.name}: ${problemText(state)}`);
  }
}

async function add(
  name: OptionalBackend,
  software: boolean,
  ifPossible: boolean,
  session: Session,
): Promise<void> {
  if (software && name !== 'webgpu') {
    throw new UsageError(`--software: belongs to webgpu, not to ${name}; leave it out`);
  }
  const { addBackend } = await import('../backends/add-backend.ts');
  try {
    const state = await addBackend(name, software, (text) => session.note(text));
    session.print(`${name}: computes on ${deviceText(state)}`);
  } catch (error) {
    if (!ifPossible || !(error instanceof DsrnnError)) throw error;
    session.note(`notice: ${name} was not added: ${error.message}`);
  }
}

function problemText({ problem, remedy }: BackendState & { readonly state: 'absent' | 'wrong' }): string {
  return remedy === '' ? problem : `${problem}; ${remedy}`;
}
