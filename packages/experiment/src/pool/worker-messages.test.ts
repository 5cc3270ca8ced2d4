import { expect, test } from 'vitest';
import { DsrnnError } from '@dsrnn/portable';
import { describeError } from './worker-messages.ts';

class ToyError extends DsrnnError {
  readonly code = 'toy';
}

test('an error of the project keeps its name, code, message and stack', () => {
  const record = describeError(new ToyError('no such toy'));
  expect(record).toMatchObject({ name: 'ToyError', code: 'toy', message: 'no such toy' });
  expect(record.stack).toContain('worker-messages.test.ts');
});

test('an error without a code, and a thrown string, are recorded too', () => {
  expect(describeError(new RangeError('far'))).toMatchObject({ name: 'RangeError', code: null });
  expect(describeError('plain')).toEqual({ name: 'NonError', code: null, message: 'plain', stack: '' });
});
