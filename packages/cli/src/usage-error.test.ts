import { expect, test } from 'vitest';
import { usageError } from './usage-error.ts';

const message = async (complaint: string, argv: string, options: string[] = []): Promise<string> =>
  (await usageError(complaint, argv.split(' '), options)).message;

test('a mistyped command names the one that was meant, also below a group', async () => {
  expect(await message('Did you mean run?', 'rn sparsity')).toBe('unknown command "rn"; did you mean "run"?');
  expect(await message('Did you mean ls?', 'runs lss')).toBe(
    'unknown command "runs lss"; did you mean "ls"?',
  );
});

test('a far-fetched recommendation is left out', async () => {
  expect(await message('Did you mean run?', 'frob')).toBe('unknown command "frob"');
});

test('a mistyped option names the nearest option of the command', async () => {
  expect(await message('Unknown argument: workrs', 'run a --workrs=3', ['workers', 'profile'])).toBe(
    'unknown option --workrs; did you mean --workers?',
  );
  expect(await message('Unknown arguments: zzz, b', 'status --zzz b', ['profile'])).toBe(
    'unknown option --zzz; unknown argument "b"',
  );
});

test('an option that yargs names twice is complained of once', async () => {
  const complaint = 'Unknown arguments: seed-count, seedCount';
  expect(await message(complaint, 'reproduce --seed-count 1', ['profile'])).toBe(
    'unknown option --seed-count',
  );
});

test('a missing argument says where to look', async () => {
  expect(await message('Not enough non-option arguments: got 0, need at least 1', 'run')).toContain(
    '`dsrnn run --help`',
  );
});

test('other complaints become one line', async () => {
  expect(await message('Invalid values:\n  Argument: a, Given: "b"', 'run')).toBe(
    'Invalid values: Argument: a, Given: "b"',
  );
});
