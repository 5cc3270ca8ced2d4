import { describe, expect, it } from 'vitest';
import { madeMaskDetails, withMasks } from '../../test/made-masks.ts';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { maskDetailsOf, maskedPlaces } from './mask-details.ts';

const SIZES = { classes: 3, channels: 4, examples: 5, focus: 0.5 };
const probed = (overrides: Parameters<typeof observation>[0]) => withMasks(observation(overrides), SIZES);
const titles = (runs: ReturnType<typeof probed>[], planned = runs) =>
  maskedPlaces(runs, madeContext(planned), 'figure x');

describe('maskedPlaces', () => {
  it('titles a place by what tells it from the others, and gives the rest apart', () => {
    const one = titles([probed({ seed: 2 }), probed({ seed: 1 })]);
    expect(one.groups.map((group) => group.map(({ title }) => title))).toEqual([[['ds']]]);
    expect(one.shared).toEqual(['lstm', 'digits', 'sparsity 90 %']);
    expect(one.groups[0]?.[0]?.runs.map(({ seed }) => seed)).toEqual([1, 2]);

    const many = titles([
      probed({ method: 'rigl' }),
      probed({}),
      probed({ sparsity: 0.5 }),
      probed({ architecture: 'gru' }),
    ]);
    expect(many.groups.map((group) => group.map(({ title }) => title))).toEqual([
      [['gru', 'ds, 90 %']],
      [
        ['lstm', 'ds, 50 %'],
        ['lstm', 'ds, 90 %'],
        ['lstm', 'rigl, 90 %'],
      ],
    ]);
    expect(many.shared).toEqual(['digits']);
  });

  it('leaves out methods that were not probed, and counts what is lost of the others', () => {
    const diverged = { score: null, status: 'diverged' } as const;
    const runs = [
      probed({}),
      observation({ seed: 2, ...diverged }),
      observation({ sparsity: 0.5, ...diverged }),
      observation({ method: 'dense', sparsity: 0 }),
    ];
    const { groups, absent, diverged: lost, missing } = titles(runs, [...runs, observation({ seed: 3 })]);
    expect(groups.flat().map(({ title }) => title)).toEqual([['ds']]);
    expect({ absent, lost, missing }).toEqual({ absent: 1, lost: 2, missing: 1 });
  });

  it('names the line that the experiment lacks when nothing was probed', () => {
    expect(() => titles([observation()])).toThrow(/figure x.*made-up.*`probes: \[masks\]`/);
    expect(() => titles([observation()])).toThrow(AnalysisError);
  });
});

describe('maskDetailsOf', () => {
  const sound = madeMaskDetails(SIZES, 'a');
  const run = (masks: unknown) => observation({ key: 'k', details: { masks: masks as never } });

  it('gives sound details back', () => {
    expect(maskDetailsOf(run(sound))).toEqual(sound);
  });

  it.each([
    ['a field of another type', { ...sound, classes: 'three' }, /classes/],
    ['a field too many', { ...sound, more: 1 }, /more/],
    ['a class too few', { ...sound, classes: 4 }, /byClass\.h.*4 classes/],
    ['a ragged overlap', { ...sound, overlap: [[1], [1], [1]] }, /overlap/],
    ['more labels than examples', { ...sound, examples: { ...sound.examples, labels: [0] } }, /examples\.h/],
    [
      'a label beyond',
      { ...sound, examples: { ...sound.examples, labels: [0, 1, 2, 3, 0] } },
      /labels holds 3/,
    ],
  ])('refuses %s', (_, details, message) => {
    expect(() => maskDetailsOf(run(details))).toThrow(message);
    expect(() => maskDetailsOf(run(details))).toThrow(/run k/);
    expect(() => maskDetailsOf(run(details))).toThrow(AnalysisError);
  });
});
