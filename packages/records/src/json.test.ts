import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf } from './json.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and leaves no white space', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
  });

  it('sorts by code unit: digits, capitals, letters, then others', () => {
    expect(canonicalJson({ é: 1, a: 1, B: 1, 10: 1, 9: 1 })).toBe('{"10":1,"9":1,"B":1,"a":1,"é":1}');
  });

  it('leaves out undefined members and writes null for undefined items', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, 1] })).toBe('{"b":[null,1]}');
  });

  it('prints numbers as the shortest text that reads back', () => {
    expect(canonicalJson([0.1, 1e21, -0, 5e-324, 100])).toBe('[0.1,1e+21,0,5e-324,100]');
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d at any depth', (number) => {
    expect(() => canonicalJson({ a: [{ b: number }] })).toThrow(TypeError);
  });

  it('is valid JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1 },
    );
  });

  it('does not depend on the order in which members were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
      }),
      { seed: 1 },
    );
  });
});

describe('the digest', () => {
  it('is the SHA-256 of the canonical text', () => {
    const expected = createHash('sha256').update('{"a":1,"b":[2]}').digest('hex');
    expect(digestOf({ b: [2], a: 1 })).toBe(expected);
  });

  it('of the empty object is the published one of "{}"', () => {
    expect(digestOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it('survives a round trip through text', () => {
    const value = { score: 0.1 + 0.2, curve: [{ step: 1, loss: 1 / 3 }], at: null };
    expect(digestOf(JSON.parse(JSON.stringify(value)))).toBe(digestOf(value));
  });
});
