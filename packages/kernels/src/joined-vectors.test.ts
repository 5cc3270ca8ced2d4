import { describe, expect, it } from 'vitest';
import { compile } from '../scripts/build.mjs';
import { joinedVectors, wideNode } from '../scripts/joined-vectors.mjs';
import { moduleBase64 } from './module.generated.ts';

/**
 * Operations of each kernel that are known to be joined, at least: V8 joins all pairs of a function or none. A kernel that
 * comes out lower lost its pairs: see "What is joined" in docs/kernels.md.
 */
const hot: Readonly<Record<string, number>> = {
  'adam/adamStep': 45,
  'adam/addInto': 8,
  'gemm-tiles/tile2': 60,
  'gemm-tiles/tile4': 120,
  'gru/gradients': 55,
  'gru/gruForward': 34,
  'lstm/gradients': 70,
  'lstm/lstmForward': 80,
  'math-arrays/sigmoidInto': 65,
  'math-arrays/tanhInto': 65,
  'peak/peakMulAddWide': 120,
  'glu/maskedGelu': 90,
  'glu/maskedGeluBackward': 240,
  'glu/maskedGlu': 75,
  'glu/maskedGluBackward': 180,
  'group-forward/groupForward': 500,
  'group-forward/groupForwardAll': 240,
  'group-input-gradient/groupInputGradient': 220,
  'group-singles-gradient/groupSinglesGradient': 60,
  'group-values/spreadGroups': 15,
  'group-weight-gradient/groupBiasGradient': 12,
  'group-weight-gradient/tile': 135,
  'gru-groups/activate': 60,
  'gru-groups/gruGroupBackward': 80,
  'gru-groups/gruGroupForward': 240,
  'lstm-groups/activate': 130,
  'lstm-groups/lstmGroupBackward': 190,
  'lstm-groups/lstmGroupForward': 240,
  'panel-convolution/panelConvolve': 110,
  'panel-convolution/panelConvolveBackward': 70,
  'sparse-gemm/tile': 60,
};

const node = wideNode();

describe.skipIf(node === null)(
  `vectors joined by V8${node === null ? ' (skipped: no Node 24 on x64)' : ''}`,
  () => {
    it('are those of every hot kernel', async () => {
      const named = await compile({ names: true });
      // The names come behind the code.
      const committed = Buffer.from(moduleBase64, 'base64');
      expect(named.subarray(0, committed.length).equals(committed)).toBe(true);
      const joined = await joinedVectors(node!, named);
      const lost = Object.entries(hot).filter(([name, least]) => (joined.get(name) ?? 0) < least);
      expect(lost.map(([name, least]) => `${name}: ${joined.get(name) ?? 0} of ${least}`)).toEqual([]);
    });
  },
);
