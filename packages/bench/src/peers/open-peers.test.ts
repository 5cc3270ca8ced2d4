import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownNode } from '@dsrnn/experiment';
import { expect, test } from 'vitest';
import { PeerError } from '../bench-error.ts';
import { startProcess } from '../process/measuring-process.ts';
import { checkPeer } from './check-peer.ts';
import { findPeer, openPeers } from './open-peers.ts';
import { measured, peerNames } from './peer-protocol.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

test('a peer that is missing is named with the way to get it', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'dsrnn-peers-'));
  try {
    const opened = openPeers(empty, ownNode, join(empty, 'no-python'));
    await expect(opened).rejects.toThrow(PeerError);
    await expect(openPeers(empty, ownNode, join(empty, 'no-python'))).rejects.toThrow(
      /torch: no python3 that has PyTorch 2 or later.*pip install torch.*; onnxruntime: no .* run `npm run bench:peers`; or leave out --peers/,
    );
  } finally {
    rmSync(empty, { recursive: true });
  }
});

test.each(peerNames)('%s gives our outputs for our weights, and measures', async (name) => {
  const command = findPeer(name, root, ownNode);
  if (command === null) {
    console.warn(`${name} is not installed here: its outputs are not compared`);
    return;
  }
  const peer = await startProcess(name, command);
  try {
    await checkPeer(peer);
    const sizes = { features: 3, units: 4 };
    const answer = await peer.ask({ case: 'gru-step', sizes, repeat: 2 }, measured);
    expect(answer.samples.length).toBeLessThanOrEqual(2);
    await expect(peer.ask({ case: 'gru-step', sizes: { units: 4 }, repeat: 1 }, measured)).rejects.toThrow(
      PeerError,
    );
  } finally {
    await peer.stop();
  }
});
