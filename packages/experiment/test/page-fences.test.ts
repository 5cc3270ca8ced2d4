import { describe, expect, it } from 'vitest';
import { edited, fencesOf } from './page-fences.ts';

describe('an edit', () => {
  const edit = (body: string): string => edited('a\nb\n\nc\nb\n', { language: 'diff', path: 'file', body });

  it('replaces each hunk where it stands', () => {
    expect(edit(' a\n-b\n+B\n@@\n c\n+d\n')).toBe('a\nB\n\nc\nd\nb\n');
  });

  it('is refused where it fits nowhere or in two places', () => {
    expect(() => edit(' b\n-c\n')).toThrow('fits in 0 places');
    expect(() => edit('-b\n')).toThrow('fits in 2 places');
  });
});

it('only fences with a file count', () => {
  expect(fencesOf('```ts\na\n```\n\n```yaml file=b.yaml\nb: 1\n```\n')).toEqual([
    { language: 'yaml', path: 'b.yaml', body: 'b: 1\n' },
  ]);
});
