import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { appendIdentity, identityFields, identityOf, identityWidth } from './identity.ts';

describe('the identity of a part', () => {
  it('is none unless the config asks for it', () => {
    const parsed = z.strictObject(identityFields).parse({});
    expect(parsed).toEqual({ identity: 'none', embeddingSize: 8 });
    expect(identityOf(parsed)).toEqual({ kind: 'none' });
  });

  it('has a size only as an embedding', () => {
    expect(identityOf({ identity: 'one-hot', embeddingSize: 3 })).toEqual({ kind: 'one-hot' });
    expect(identityOf({ identity: 'embedding', embeddingSize: 3 })).toEqual({ kind: 'embedding', size: 3 });
  });

  it('adds a feature a part, or nothing', () => {
    expect(identityWidth({ kind: 'none' }, 5)).toBe(0);
    expect(identityWidth({ kind: 'one-hot' }, 5)).toBe(5);
    expect(identityWidth({ kind: 'embedding' }, 5)).toBe(5);
  });

  it('stands behind the features of every step of its example', () => {
    const inputs = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8); // two examples of two steps of two features
    const extended = appendIdentity(inputs, { count: 2, time: 2, features: 2 }, Int32Array.of(2, 0), 3);
    expect([...extended]).toEqual([
      ...[1, 2, 0, 0, 1],
      ...[3, 4, 0, 0, 1],
      ...[5, 6, 1, 0, 0],
      ...[7, 8, 1, 0, 0],
    ]);
    expect([...inputs]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
