import { methods } from '@dsrnn/baselines';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { registries } from '../src/identity/registered.ts';
import { withoutDefaults } from '../src/identity/without-defaults.ts';
import { readNormal } from '../src/spec/read-normal.ts';
import { trainConfig } from '../src/spec/train-config.ts';
import { randomConfig } from './random-config.ts';

const parts = [
  ...methods.map(({ kind, config }) => [`method ${kind}`, registries.method, config] as const),
  ['train', registries.train, trainConfig] as const,
];

test.each(parts)('a config read back from its normal form is what it was: %s', (_, schema, one) => {
  fc.assert(
    fc.property(randomConfig(one), (written) => {
      const full = schema.parse(written);
      const form = withoutDefaults<object>(schema, full);
      expect(readNormal<object>(schema, form)).toEqual(full);
      expect(withoutDefaults<object>(schema, structuredClone(form))).toEqual(form);
      expect(readNormal<object>(schema, full)).toEqual(full);
    }),
    { numRuns: 60 },
  );
});
