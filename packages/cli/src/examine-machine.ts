/** What `dsrnn doctor` looks at: each finding with what to do about it. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@dsrnn/portable/make-folder';
import { deviceText, type BackendState } from './backends/probe-messages.ts';
import type { Host } from './session.ts';
import { nodeOfWorkers } from './node-of-workers.ts';
import { wantsOwnNode, type Workspace } from './workspace.ts';

/** `wrong` keeps experiments from running; `absent` only narrows what can be done. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'absent' | 'wrong';
  readonly detail: string;
  /** The next step; empty if there is nothing to do. */
  readonly remedy: string;
}

const NEEDED_NODE = [20, 19] as const;

/** Looks at everything. Never throws for what it finds. */
export async function examineMachine(workspace: Workspace, host: Host): Promise<Finding[]> {
  return [
    examineNode(process.versions.node),
    examineSimd(),
    ...(await examineBackends()),
    await examineKernels(),
    await examineWorkerNode(host),
    ...(await examineData(workspace)),
    examineFolder('run store', workspace.runs, 'set DSRNN_RUNS_DIR to a folder that you may write to'),
    examineFolder('data cache', workspace.data, 'set DSRNN_DATA_DIR to a folder that you may write to'),
    examineFolder('tables and figures', workspace.build, 'use --out with a folder that you may write to'),
  ];
}

/** Whether a version of Node is new enough. */
export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor, neededMinor] = NEEDED_NODE;
  const ok = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  const remedy = ok ? '' : `install Node ${NEEDED_NODE.join('.')} or newer`;
  return { what: 'node', state: ok ? 'ok' : 'wrong', detail: version, remedy };
}

/** A module of one function that makes a vector from a number and splats it: it validates only with SIMD. */
const SIMD_MODULE = [
  [0, 97, 115, 109, 1, 0, 0, 0],
  [1, 5, 1, 96, 0, 1, 123],
  [3, 2, 1, 0],
  [10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
].flat();

function examineSimd(): Finding {
  // Every engine has it; the types for it come with those of browsers only.
  const { WebAssembly } = globalThis as unknown as {
    readonly WebAssembly: { validate(module: Uint8Array): boolean };
  };
  const ok = WebAssembly.validate(new Uint8Array(SIMD_MODULE));
  return {
    what: 'WebAssembly SIMD',
    state: ok ? 'ok' : 'wrong',
    detail: ok ? 'available' : 'missing: the wasm backend would be slow, and its numbers might differ',
    remedy: ok ? '' : 'use a processor and a Node version that have it',
  };
}

/** Each backend, tried in a process of its own: those that a plain install leaves out may be absent. */
async function examineBackends(): Promise<Finding[]> {
  const { backendDefinitions } = await import('@dsrnn/core');
  const { probeBackend } = await import('./backends/probe-backend.ts');
  return Promise.all(
    backendDefinitions.map(async ({ name }) => backendFinding(name, await probeBackend(name))),
  );
}

/** The finding about a backend. */
export function backendFinding(name: string, state: BackendState): Finding {
  const what = `backend ${name}`;
  return state.state === 'ok'
    ? { what, state: 'ok', detail: `computes on ${deviceText(state)}`, remedy: '' }
    : { what, state: state.state, detail: state.problem, remedy: state.remedy };
}

/** Whether the kernels of the fused engine load. */
export async function examineKernels(): Promise<Finding> {
  const { useEngine } = await import('@dsrnn/core');
  const what = 'kernels';
  try {
    await useEngine('fused');
    return { what, state: 'ok', detail: 'load', remedy: '' };
  } catch (error) {
    const remedy = 'use a Node version with WebAssembly SIMD, or `--engine reference`, which does without';
    return { what, state: 'wrong', detail: messageOf(error), remedy };
  }
}

/** What workers run on. Throws UsageError for a DSRNN_WORKER_NODE that means nothing. */
export async function examineWorkerNode(host: Host): Promise<Finding> {
  const { installableNode, workerNodeText } = await import('@dsrnn/experiment');
  const notices: string[] = [];
  const node = await nodeOfWorkers(host, (text) => notices.push(text));
  const failed = notices.filter((text) => text.startsWith('notice: '));
  const remedy =
    node.bits === 256 || failed.length > 0 || wantsOwnNode(host) || installableNode() === null
      ? ''
      : 'run `npx dsrnn runtime add`: the same bits, sooner';
  return {
    what: 'node of workers',
    state: remedy === '' ? 'ok' : 'absent',
    detail: [workerNodeText(node), ...failed].join('; '),
    remedy,
  };
}

async function examineData({ data }: Workspace): Promise<Finding[]> {
  const { listSources } = await import('@dsrnn/datasets');
  const listings = await listSources({ cacheDir: data });
  return listings.map(({ id, state, howToGet }) => {
    const here = state !== 'needs download' && state !== 'unavailable';
    return { what: `data ${id}`, state: here ? 'ok' : 'absent', detail: state, remedy: here ? '' : howToGet };
  });
}

/** Whether a file can be made in a folder, which is made if need be. */
export function examineFolder(what: string, folder: string, remedy: string): Finding {
  const probe = join(folder, `.doctor.${process.pid}.tmp`);
  try {
    makeFolder(folder);
    writeFileSync(probe, '');
    rmSync(probe);
    return { what, state: 'ok', detail: `${folder} is writable`, remedy: '' };
  } catch (error) {
    return { what, state: 'wrong', detail: `${folder}: ${messageOf(error)}`, remedy };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
