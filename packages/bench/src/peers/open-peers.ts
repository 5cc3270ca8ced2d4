/** Finds the peers on this machine, starts them, and makes sure that they compute what we compute. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PeerError } from '../bench-error.ts';
import { moduleCommand } from '../process/commands.ts';
import { startProcess, type MeasuringProcess } from '../process/measuring-process.ts';
import { choosePin } from '../process/pinning.ts';
import { checkPeer } from './check-peer.ts';
import { peerNames, type PeerName } from './peer-protocol.ts';

/** Folder under the root of the workspace into which `npm run bench:peers` installs. */
export const PEERS_FOLDER = '.bench-peers';

/** Started peers. */
export interface Peers {
  readonly versions: Readonly<Record<string, string>>;
  of(name: PeerName): MeasuringProcess;
  stop(): Promise<void>;
}

const remedies: Readonly<Record<PeerName, string>> = {
  torch:
    'no python3 that can `import torch`; install it, for example `pip install torch`, or on Debian ' +
    '`apt-get install python3-torch libopenblas0-pthread`, or point DSRNN_PYTHON at a Python that has it',
  onnxruntime: `no onnxruntime-node in ${PEERS_FOLDER}/; run \`npm run bench:peers\``,
};

/** Command of a peer, or null if this machine does not have it. `root` is that of the workspace. */
export function findPeer(name: PeerName, root: string, python?: string): readonly string[] | null {
  if (name === 'onnxruntime') {
    const folder = join(root, PEERS_FOLDER);
    if (!existsSync(join(folder, 'node_modules', 'onnxruntime-node'))) return null;
    return moduleCommand(new URL('./onnxruntime-peer.ts', import.meta.url), folder);
  }
  const candidates = python === undefined ? ['python3', '/usr/bin/python3', 'python'] : [python];
  const found = candidates.find(
    (program) => spawnSync(program, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
  return found === undefined ? null : [found, fileURLToPath(new URL('./torch-peer.py', import.meta.url))];
}

/**
 * Starts all peers and checks their outputs against ours. Throws PeerError that says what is missing and how to get it,
 * or which peer computes something else.
 */
export async function openPeers(root: string, python?: string): Promise<Peers> {
  const found = peerNames.map((name) => ({ name, command: findPeer(name, root, python) }));
  const missing = found.filter(({ command }) => command === null).map(({ name }) => name);
  if (missing.length > 0) {
    throw new PeerError(
      `${missing.map((name) => `${name}: ${remedies[name]}`).join('; ')}; or leave out --peers`,
    );
  }
  const { prefix } = choosePin();
  const started = new Map<PeerName, MeasuringProcess>();
  const stop = async (): Promise<void> => {
    for (const child of started.values()) await child.stop();
  };
  try {
    for (const { name, command } of found) {
      started.set(name, await startProcess(name, command ?? [], prefix));
    }
    for (const child of started.values()) await checkPeer(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    versions: Object.fromEntries([...started].map(([name, { version }]) => [name, version])),
    of: (name) => started.get(name)!,
    stop,
  };
}
