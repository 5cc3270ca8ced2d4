import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { installFiles } from '../../test/install-files.ts';
import { grasshopperSource, parseRecording, readGrasshopper } from './grasshopper.ts';
import { sourceState } from './read-source.ts';

const FOLDER = 'usr/lib/python3/dist-packages/nitime/data';
const state = await sourceState(grasshopperSource, { cacheDir: '/nonexistent' });

/** 45 samples: two bins of 1 ms, and five samples left over. Amplitudes 0, 1/64, 2/64 … */
const stimulus = Array.from({ length: 45 }, (_, i) => `${50 * i}  ${i / 64}\n`).join('');
const spikeTimes = '# desired firing rate (Hz): 100\n# signal: 1\n\n900\n1000\n1900\n\n';

describe('a recording', () => {
  it('has its samples in order and counts spikes a millisecond', () => {
    const { envelope, spikes } = parseRecording(stimulus, spikeTimes);
    expect([...envelope]).toEqual(Array.from({ length: 40 }, (_, i) => i / 64));
    expect([...spikes]).toEqual([1, 2]);
  });

  it.each([
    [
      'a sample missing',
      stimulus.replace('150  ', '200  '),
      spikeTimes,
      /expected "150 amplitude" as sample 4/,
    ],
    ['a word', stimulus.replace('0.140625', 'x'), spikeTimes, /as sample 10, found "450 {2}x"/],
    ['a spike after the end', stimulus, `${spikeTimes}2000\n`, /time from 0 to 1999 µs, found "2000"/],
    ['a spike that is no time', stimulus, 'soon\n', /found "soon"/],
  ])('is refused with %s', (_, sound, times, message) => {
    expect(() => parseRecording(sound, times)).toThrow(message);
  });
});

describe(`the grasshopper recordings on this machine: ${state}`, () => {
  it.runIf(state === 'available from Debian')('have at most one spike a millisecond', async () => {
    const recordings = await readGrasshopper({ cacheDir: temporaryFolder() });
    expect(recordings.map(({ spikes }) => spikes.reduce((sum, spike) => sum + spike, 0))).toEqual([929, 868]);
    for (const { envelope, spikes } of recordings) {
      expect(spikes.reduce((most, spike) => Math.max(most, spike), 0)).toBe(1);
      expect(envelope.reduce((most, value) => Math.max(most, value), 0)).toBe(1);
      expect(envelope).toHaveLength(200_000);
    }
    // The first lines of the two files.
    expect(recordings[0].envelope[1]).toBe(Math.fround(0.245464));
    expect(recordings[1].envelope[1]).toBe(Math.fround(0.217456));
    expect([...recordings[0].spikes.keys()].filter((bin) => recordings[0].spikes[bin] === 1)[0]).toBe(6);
  });

  it('are refused with another content, and named with the command if one file is absent', async () => {
    const files = {
      'grasshopper_stimulus1.txt': stimulus,
      'grasshopper_spike_times1.txt': spikeTimes,
      'grasshopper_stimulus2.txt': stimulus,
    };
    const damaged = await installFiles(FOLDER, { ...files, 'grasshopper_spike_times2.txt': spikeTimes });
    await expect(readGrasshopper(damaged)).rejects.toThrow(
      /grasshopper-f32-u8 from here has SHA-256 .*apt-get install --no-install-recommends python3-nitime/,
    );
    await expect(readGrasshopper(await installFiles(FOLDER, files))).rejects.toThrow(
      /not on this machine; run `apt-get install --no-install-recommends python3-nitime`/,
    );
  });
});
