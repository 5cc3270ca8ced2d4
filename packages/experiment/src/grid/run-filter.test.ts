import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../declare/config-error.ts';
import { formatRunFilter, parseRunFilter, type RunFilter } from './run-filter.ts';

const label = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,6})?$/);
const labels = fc.array(label, { minLength: 1, maxLength: 3 });
const anyFilter: fc.Arbitrary<RunFilter> = fc
  .record(
    {
      architecture: labels,
      method: labels,
      task: labels,
      sparsity: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
        minLength: 1,
        maxLength: 3,
      }),
      seed: fc.array(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  .filter((filter) => Object.keys(filter).length > 0);

describe('parseRunFilter', () => {
  it('reads fields and alternatives, white space around them is ignored', () => {
    expect(parseRunFilter('method=ds, sparsity = 0.9 ,seed=1|2')).toEqual({
      method: ['ds'],
      sparsity: [0.9],
      seed: [1, 2],
    });
  });

  it('reads back what formatRunFilter writes', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        // −0 is written as 0
        const positive = {
          ...filter,
          ...(filter.sparsity && { sparsity: filter.sparsity.map((s) => s + 0) }),
        };
        expect(parseRunFilter(formatRunFilter(filter))).toEqual(positive);
      }),
    );
  });

  it('either parses or throws ConfigError, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z=|,. 0-9]{0,30}$/)), (text) => {
        try {
          for (const s of parseRunFilter(text).sparsity ?? []) expect(s >= 0 && s < 1).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });

  it.each([
    ['', 'a part is empty'],
    ['method=ds,', 'a part is empty'],
    ['method', '"method": expected field=value'],
    ['method=ds=2', '"method=ds=2": expected field=value'],
    [
      'mehtod=ds',
      'unknown field "mehtod"; did you mean "method"? (known: architecture, task, strategy, method, recipe, sparsity, seed)',
    ],
    ['method=', 'a value of method is empty'],
    ['method=a|', 'a value of method is empty'],
    ['sparsity=90', '90 is not a sparsity: expected a number in [0, 1)'],
    ['sparsity=high', 'high is not a sparsity'],
    ['seed=1.5', '1.5 is not a seed: expected an integer ≥ 1'],
    ['seed=0', '0 is not a seed'],
    ['method=ds,method=rigl', 'method is named twice; write alternatives as method=a|b'],
  ])('says what is wrong with "%s"', (text, message) => {
    expect(() => parseRunFilter(text)).toThrow(message);
  });

  it('reports all problems at once', () => {
    expect(() => parseRunFilter('seed=0,kind=x')).toThrow(/seed=0.*\n.*kind=x/);
  });
});
