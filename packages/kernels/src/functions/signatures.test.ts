/** The signatures that callers see against the module: names, order and kinds of all parameters. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadKernels } from '../kernels.ts';

type Kind = 'pointer' | 'number';
interface Parameter {
  readonly name: string;
  readonly kind: Kind;
}
type Signatures = ReadonlyMap<string, readonly Parameter[]>;

/** Where one side writes out what the other abbreviates. */
const SYNONYMS: Readonly<Record<string, string>> = { L: 'length', H: 'channels', M: 'modes' };

/** All that `pattern` finds in the sources of a folder: a name, and parameters with their types. */
function signaturesOf(folder: string, pattern: RegExp, kindOf: (type: string) => Kind): Signatures {
  const found = new Map<string, Parameter[]>();
  for (const file of readdirSync(folder).filter((name) => /^[\w-]+\.ts$/.test(name))) {
    const source = readFileSync(join(folder, file), 'utf8');
    for (const [, name, list] of source.matchAll(pattern)) {
      const parameters = list!
        .split(',')
        .map((text) => text.trim().split(/: */))
        .filter(([one]) => one !== '');
      found.set(
        name!,
        parameters.map(([one, type]) => ({ name: SYNONYMS[one!] ?? one!, kind: kindOf(type!) })),
      );
    }
  }
  return found;
}

const compiled = signaturesOf(
  join(import.meta.dirname, '../../assembly'),
  /^export function (\w+)\(([^)]*)\)/gm,
  (type) => (type === 'usize' ? 'pointer' : 'number'),
);
const declared = signaturesOf(import.meta.dirname, /^ {2}(\w+)(?:<[^(]*>)?\(([^)]*)\): \w+;/gm, (type) =>
  type === 'number' || type === 'boolean' ? 'number' : 'pointer',
);

describe('the declared functions', () => {
  let exported: Readonly<Record<string, unknown>> = {};
  beforeAll(async () => {
    exported = (await loadKernels()).run as unknown as Readonly<Record<string, unknown>>;
  });

  it('are those that the module exports', () => {
    const functions = Object.keys(exported).filter((name) => name !== 'memory' && name !== 'heapBase');
    expect([...declared.keys()].sort()).toEqual(functions.sort());
  });

  it.each([...declared])('%s takes what its source takes, in that order', (name, parameters) => {
    expect(exported[name]).toHaveLength(parameters.length);
    expect(parameters).toEqual(compiled.get(name));
  });
});
