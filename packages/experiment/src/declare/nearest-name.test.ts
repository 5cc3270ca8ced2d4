import { describe, expect, it } from 'vitest';
import { nearestName, suggestion } from './nearest-name.ts';

describe('nearestName', () => {
  it.each([
    ['sparsty', 'sparsity'],
    ['seed', 'seeds'],
    ['mehtod', 'method'],
    ['SEEDS', 'seeds'],
    ['ds', 'ds'],
    ['dss', 'ds'],
  ])('finds what %s was meant to be', (name, meant) => {
    expect(nearestName(name, ['method', 'sparsity', 'seeds', 'ds'])).toBe(meant);
  });

  it('suggests nothing that is far off', () => {
    expect(nearestName('router', ['method', 'sparsity', 'seeds'])).toBeUndefined();
    expect(nearestName('ab', ['xyz'])).toBeUndefined();
  });

  it('takes the first of equally near names', () => {
    expect(nearestName('lstm-65', ['lstm-64', 'lstm-66'])).toBe('lstm-64');
  });
});

describe('suggestion', () => {
  it('lists what is known', () => {
    expect(suggestion('dss', ['ds', 'rigl'])).toBe('; did you mean "ds"? (known: ds, rigl)');
    expect(suggestion('other', ['ds', 'rigl'])).toBe(' (known: ds, rigl)');
    expect(suggestion('other', [])).toBe(' (known: none)');
  });
});
