import { expect, it } from 'vitest';
import { collectIssues } from './collect-issues.ts';
import { ConfigError } from './config-error.ts';

const issueOf = (message: string) => ({ file: 'a.yaml', line: 1, path: '', message });
const work = (n: number): number => {
  if (n < 0) throw new ConfigError([issueOf(`${String(n)} is below 0`)]);
  if (n === 7) throw new RangeError('seven');
  return 2 * n;
};

it('gives what is made of each, in order', async () => {
  expect(await collectIssues([1, 2], work)).toEqual([2, 4]);
});

it('has the faults of all, after all had their turn', async () => {
  const seen: number[] = [];
  const error: unknown = await collectIssues([-1, 1, -2], (n) => {
    seen.push(n);
    return work(n);
  }).catch((reason: unknown) => reason);
  expect(seen).toEqual([-1, 1, -2]);
  expect((error as ConfigError).issues.map(({ message }) => message)).toEqual([
    '-1 is below 0',
    '-2 is below 0',
  ]);
});

it('ends with any other error at once', async () => {
  await expect(collectIssues([7, -1], work)).rejects.toThrow(RangeError);
});
