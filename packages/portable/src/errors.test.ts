import { expect, it } from 'vitest';
import { DsrnnError } from './errors.ts';

class ToyError extends DsrnnError {
  readonly code = 'toy';
}

it('names an error after its class and keeps its cause', () => {
  const cause = new Error('below');
  const error = new ToyError('above', { cause });
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.code, error.message, error.cause]).toEqual(['ToyError', 'toy', 'above', cause]);
});
