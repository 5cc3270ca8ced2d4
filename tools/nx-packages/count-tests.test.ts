import { expect, test } from 'vitest';
import { countTests } from './count-tests.mjs';

test('the last line of each target is added up, and what ran no tests is passed over', () => {
  const results = [
    { terminalOutput: '> vitest\n12 passed, 0 failed, 3 skipped\n' },
    { terminalOutput: 'a test prints\n1 passed, 1 failed\nand then\n30 passed, 2 failed\n' },
    { terminalOutput: 'Type error\n' },
    {},
  ];
  expect(countTests(results)).toBe('42 passed, 2 failed, 3 skipped');
});

test('nothing is skipped, nothing is run', () => {
  expect(countTests([{ terminalOutput: '5 passed, 0 failed\n' }])).toBe('5 passed, 0 failed');
  expect(countTests([{ terminalOutput: 'clean\n' }])).toBeUndefined();
});
