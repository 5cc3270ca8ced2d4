import { describe, expect, it } from 'vitest';
import { tone } from '../../test/tiny-speech.ts';
import { createLogMel, logMelSteps } from './log-mel.ts';
import { melOf } from './mel-filterbank.ts';

const FLOOR = Math.round(1024 * Math.log(1e-6));

function rowOf(features: Int16Array, t: number, bands = 40): number[] {
  return [...features.subarray(t * bands, (t + 1) * bands)];
}

describe('log-mel energies', () => {
  it('have 98 steps with a hop of 10 ms, 49 with 20 and 40 with 25', () => {
    expect([10, 20, 25].map(logMelSteps)).toEqual([98, 49, 40]);
    expect(createLogMel({ bands: 12, hopMs: 20 })(new Int16Array(16_000))).toHaveLength(49 * 12);
  });

  it.each([150, 440, 1000, 2500, 6000])(
    'of a tone of %i Hz are highest in the band around it',
    (frequency) => {
      const features = createLogMel({ bands: 40, hopMs: 10 })(tone(frequency, 16_000));
      const spacing = (melOf(8000) - melOf(20)) / 41;
      const nearest = Math.round((melOf(frequency) - melOf(20)) / spacing) - 1;
      for (const t of [0, 50, 97]) {
        const row = rowOf(features, t);
        expect(Math.abs(row.indexOf(Math.max(...row)) - nearest)).toBeLessThanOrEqual(
          frequency < 400 ? 1 : 0,
        );
      }
    },
  );

  it('of a tone in the middle of a bin are the energy that the Hann window has there', () => {
    // 1,000 Hz is bin 32 of 512, in band 14. The window sums to 200, so |X| = 100 · ½ there; the neighbours in the band come
    // from the definition.
    const band = 14;
    const samples = tone(1000, 16_000, 16_384);
    const row = rowOf(createLogMel({ bands: 40, hopMs: 10 })(samples), 0);
    const power = (k: number): number => {
      let [re, im] = [0, 0];
      for (let n = 0; n < 400; n++) {
        const x = ((0.5 - 0.5 * Math.cos((2 * Math.PI * n) / 400)) * samples[n]!) / 32_768;
        re += x * Math.cos((2 * Math.PI * k * n) / 512);
        im += x * Math.sin((2 * Math.PI * k * n) / 512);
      }
      return re * re + im * im;
    };
    expect(power(32)).toBeCloseTo(50 ** 2, 0);
    const spacing = (melOf(8000) - melOf(20)) / 41;
    const centre = melOf(20) + (band + 1) * spacing;
    let energy = 0;
    for (let k = 0; k <= 256; k++) {
      energy += Math.max(0, 1 - Math.abs(melOf(k * 31.25) - centre) / spacing) * power(k);
    }
    expect(row[band]! / 1024).toBeCloseTo(Math.log(energy), 2);
  });

  it('end in silence where a clip is short, and are the same as with zeros after it', () => {
    const logMel = createLogMel({ bands: 40, hopMs: 10 });
    const short = logMel(tone(700, 8000));
    const padded = new Int16Array(16_000);
    padded.set(tone(700, 8000));
    expect(short).toEqual(logMel(padded));
    expect(new Set(rowOf(short, 50))).toEqual(new Set([FLOOR]));
    expect(Math.max(...rowOf(short, 20))).toBeGreaterThan(0);
  });

  it('grow by 2 ln 2 when the sound is twice as loud, and fit in 16 bits at the loudest', () => {
    const logMel = createLogMel({ bands: 40, hopMs: 10 });
    const [soft, loud] = [logMel(tone(1000, 16_000, 4000)), logMel(tone(1000, 16_000, 8000))];
    const band = 14;
    expect((rowOf(loud, 3)[band]! - rowOf(soft, 3)[band]!) / 1024).toBeCloseTo(2 * Math.LN2, 2);
    const square = Int16Array.from({ length: 16_000 }, (_, n) => (n % 64 < 32 ? 32_767 : -32_768));
    const loudest = createLogMel({ bands: 4, hopMs: 10 })(square);
    expect(Math.max(...loudest)).toBeGreaterThan(5 * 1024);
    expect(Math.max(...loudest)).toBeLessThan(12 * 1024);
  });
});
