/**
 * Chooses the Node that worker processes run on. It is no part of a run's key, because it changes no bit: a Node other
 * than that of the command, and vectors of 256 bits, are taken only after a self-check, once per machine and Node.
 *
 * V8 joins pairs of neighbouring 128-bit operations into 256-bit ones by a flag that only Node ≥ 24 has in working order:
 * Node 22 has it and then computes wrong sigmoids (findings/node22-wide-vectors.sh), older ones lack it.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelsDigest } from '@dsrnn/core';
import { ownNode, type NodeCommand } from '../pool/node-command.ts';
import { atomicWrite } from '../store/atomic-write.ts';
import { installableNode } from './installed-node.ts';
import { selfCheck, type SelfCheck } from './self-check.ts';

/** The option by which V8 joins vectors. */
export const WIDE_VECTORS = '--experimental-wasm-revectorize';
const FIRST_WIDE_MAJOR = 24;

/** A Node for workers. */
export interface WorkerNode extends NodeCommand {
  /** `own`: that of the command. */
  readonly origin: 'own' | 'installed';
  /** Width of a vector in the kernels. */
  readonly bits: 128 | 256;
}

/** What a choice is made of; tests give their own. */
export interface WorkerNodeChoice {
  readonly own: NodeCommand;
  readonly installed: NodeCommand | null;
  /** Told before a check, which takes seconds, and when one fails. */
  readonly tell: (text: string) => void;
  readonly check: (node: NodeCommand) => Promise<SelfCheck>;
}

/** The Node of this command, as it is. */
export const plainNode: WorkerNode = { ...ownNode, origin: 'own', bits: 128 };

/**
 * The fastest Node that is there and proven: that of the command if it joins vectors, else an installed one, else that of
 * the command as it is. A Node that computes other bits is told of and left out.
 */
export async function chooseWorkerNode(choice: WorkerNodeChoice): Promise<WorkerNode> {
  const { own, installed, tell, check } = choice;
  const candidates: WorkerNode[] = [];
  if (joinsVectors(own)) candidates.push({ ...own, flags: [WIDE_VECTORS], origin: 'own', bits: 256 });
  else if (installed !== null && joinsVectors(installed)) {
    candidates.push({ ...installed, flags: [WIDE_VECTORS], origin: 'installed', bits: 256 });
    candidates.push({ ...installed, origin: 'installed', bits: 128 });
  }
  for (const candidate of candidates) {
    const found = await check(candidate);
    if (found.alike) return candidate;
    const problem =
      found.ended === true
        ? `the check of its bits came to no end (${found.why}); the next command checks again`
        : `it does not compute the committed bits on this machine (${found.why})`;
    tell(`notice: workers do not run on ${workerNodeText(candidate)}: ${problem}`);
  }
  return { ...own, origin: 'own', bits: 128 };
}

/** The Node that workers of this machine run on. `tell` is told before a check, and when one fails. */
export function workerNode(tell: (text: string) => void): Promise<WorkerNode> {
  return chooseWorkerNode({
    own: ownNode,
    installed: installableNode()?.installed() ?? null,
    tell,
    check: (node) => rememberedCheck(node, tell),
  });
}

/** A Node in words: Node v24.21.0 (installed), vectors of 256 bits. */
export function workerNodeText({ version, origin, bits }: WorkerNode): string {
  return `Node ${version}${origin === 'installed' ? ' (installed)' : ''}, vectors of ${String(bits)} bits`;
}

/** Whether a Node joins neighbouring vectors, so that workers need no other. */
export function joinsVectors({ version }: NodeCommand): boolean {
  return process.arch === 'x64' && Number(/^v(\d+)/.exec(version)?.[1]) >= FIRST_WIDE_MAJOR;
}

/** In node_modules, for it says something of what is installed here: a new installation checks again. */
const remembered = fileURLToPath(new URL('../../../../node_modules/.cache/dsrnn/', import.meta.url));

/**
 * The check of an earlier command, where nothing that decides it has changed; else a new one, which is remembered if it came
 * to its end: what was interrupted or could not start says nothing of the bits. Tests give a folder and a check.
 */
export async function rememberedCheck(
  node: NodeCommand,
  tell: (text: string) => void,
  folder = remembered,
  check: (node: NodeCommand) => Promise<SelfCheck> = selfCheck,
): Promise<SelfCheck> {
  const program = statSync(node.file, { throwIfNoEntry: false });
  if (program === undefined) return { alike: false, ended: true, why: `${node.file} is no longer there` };
  const { size, mtimeMs } = program;
  const panel = readFileSync(new URL('../../fixtures/numerics-panel.json', import.meta.url));
  const facts = [
    node.file,
    node.version,
    node.flags,
    size,
    mtimeMs,
    cpus()[0]?.model,
    kernelsDigest,
    digest(panel),
  ];
  const file = join(folder, `self-check-${digest(JSON.stringify(facts)).slice(0, 16)}.json`);
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as SelfCheck & { readonly facts: unknown };
    if (JSON.stringify(kept.facts) === JSON.stringify(facts)) return kept;
  } catch {
    // Never checked, or nothing that can be read: check.
  }
  tell(
    `checking that Node ${node.version} with ${node.flags.join(' ') || 'no flag'} computes the committed bits (once)`,
  );
  const found = await check(node);
  if (!found.alike && found.ended === true) return found;
  try {
    atomicWrite(file, `${JSON.stringify({ ...found, facts })}\n`);
  } catch {
    // A folder that cannot be written: the next command checks again.
  }
  return found;
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
