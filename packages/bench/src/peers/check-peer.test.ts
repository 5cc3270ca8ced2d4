import { expect, test } from 'vitest';
import type { z } from 'zod';
import { PeerError } from '../bench-error.ts';
import type { MeasuringProcess } from '../process/measuring-process.ts';
import { checkOf, checkPeer } from './check-peer.ts';

/** A peer that knows our outputs, and answers with `distort` of them. */
function peerThat(distort: (outputs: readonly number[]) => readonly number[]): MeasuringProcess {
  return {
    ...{ name: 'toy', version: '1', about: [] },
    async ask<T>(request: object, schema: z.ZodType<T>) {
      const { check } = request as { check: 'lstm' | 'gru' };
      return schema.parse({ outputs: distort((await checkOf(check)).outputs) });
    },
    stop: async () => undefined,
  };
}

test('a peer that agrees to rounding passes', async () => {
  await checkPeer(peerThat((outputs) => outputs.map((value) => value + 5e-5)));
});

test('a peer that is off, or answers with less, is refused', async () => {
  await expect(checkPeer(peerThat((outputs) => outputs.map((value) => value + 2e-4)))).rejects.toThrow(
    PeerError,
  );
  await expect(checkPeer(peerThat((outputs) => outputs.slice(1)))).rejects.toThrow(
    /toy 1: its lstm gives other outputs/,
  );
});

test('the gru is checked with a bias inside its reset, the lstm has none', async () => {
  expect((await checkOf('gru')).request.bn).toHaveLength(7);
  expect((await checkOf('lstm')).request.bn).toEqual([]);
});
