import { temporaryFolder } from '@dsrnn/portable/testing';
import { describe, expect, it } from 'vitest';
import type { Examples } from '../dataset.ts';
import { readUdhr } from '../sources/udhr.ts';
import { LATIN_SYMBOLS } from '../text/latin-symbols.ts';
import { languageId, languageIdConfig } from './language-id.ts';

const parse = (fields: object) => languageIdConfig.parse({ kind: 'language-id', ...fields });

const cacheDir = temporaryFolder();

const load = (fields: object) => languageId.load(parse(fields), { cacheDir });

/** The segments as text. Fails at a step that is not one-hot. */
function segments({ count, inputs }: Examples): string[] {
  const time = inputs.length / (count * 30);
  return Array.from({ length: count }, (_, i) => {
    let text = '';
    for (let t = 0; t < time; t++) {
      const step = inputs.subarray((i * time + t) * 30, (i * time + t + 1) * 30);
      expect(step.reduce((a, b) => a + b)).toBe(1);
      text += LATIN_SYMBOLS.charAt(step.indexOf(1));
    }
    return text;
  });
}

describe('the language task', () => {
  it('has what its shape says, in balanced splits, also in each prefix', async () => {
    const { train, validation, test, floors, ...rest } = await load({ trainPerLanguage: 20 });
    expect(rest).toEqual(languageId.shape(parse({})));
    expect(rest).toMatchObject({ time: 40, features: 30, target: { kind: 'class', classes: 29 } });
    // Shortest text 9,449: 944 / 40 = 23 and 2,362 / 40 = 59 segments.
    expect([train.count, validation.count, test.count]).toEqual([580, 23 * 29, 59 * 29]);
    for (const { targets, count } of [train, validation, test]) {
      expect([...targets]).toEqual(Array.from({ length: count }, (_, i) => i % 29));
    }
    expect(floors[0]?.score).toBeCloseTo(1 / 29, 12);
    expect(floors[1]!.score).toBeGreaterThan(0.3);
    expect(floors[2]!.score).toBeGreaterThan(floors[1]!.score);
  });

  it('takes its segments from the text of their language, each split from its own stretch', async () => {
    const { train, validation, test } = await load({ length: 80, trainPerLanguage: 30 });
    const texts = await readUdhr({ cacheDir });
    const parts = [
      [train, 0, 0.65],
      [validation, 0.65, 0.75],
      [test, 0.75, 1],
    ] as const;
    for (const [split, from, to] of parts) {
      segments(split).forEach((segment, i) => {
        const text = texts[split.targets[i]!]!;
        // A whole character of tolerance for the rounding of the blocks. Long segments occur once, or all within the part.
        const stretch = text.slice(
          Math.floor(from * text.length) - (from > 0 ? 1 : 0),
          Math.ceil(to * text.length),
        );
        expect(stretch).toContain(segment);
      });
    }
  });

  it('never shares a character between splits: all segments of a language lie side by side', async () => {
    const { validation, test } = await load({ length: 100, trainPerLanguage: 1 });
    const [text] = await readUdhr({ cacheDir });
    const starts = [validation, test].flatMap((split) =>
      segments(split)
        .filter((_, i) => split.targets[i] === 0)
        .map((segment) => text!.indexOf(segment)),
    );
    starts.slice(1).forEach((start, k) => expect(start).toBeGreaterThanOrEqual(starts[k]! + 100));
    expect(starts[0]).toBeGreaterThanOrEqual(Math.floor(0.65 * text!.length));
  });

  it('is the same at every load', async () => {
    const fields = { trainPerLanguage: 5, validationPerLanguage: 2, testPerLanguage: 3 };
    const first = await load(fields);
    expect(await load(fields)).toEqual(first);
    expect([first.train.count, first.validation.count, first.test.count]).toEqual([145, 58, 87]);
  });
});

describe('a config of the language task', () => {
  it('is refused when the shortest text cannot give that many segments', () => {
    expect(() => parse({ testPerLanguage: 59 })).not.toThrow();
    expect(() => parse({ testPerLanguage: 60 })).toThrow(
      /60 segments a language asked for, but at length 40 the shortest text has 59; lower it or the length/,
    );
    expect(() => parse({ length: 200, validationPerLanguage: 5 })).toThrow(/has 4;/);
    expect(() => parse({ trainPerLanguage: 6200 })).toThrow(/6200 segments .* has 6102;/);
  });

  it('is refused outside 20 to 200 characters', () => {
    expect(() => parse({ length: 19 })).toThrow();
    expect(() => parse({ length: 201 })).toThrow();
  });
});
