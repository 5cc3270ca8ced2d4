/** Sums the last lines of the test targets, `12 passed, 0 failed, 1 skipped`: one line as a single run would end with. */

/** `results` are what Nx tells of its tasks. Undefined if none of them ran tests. */
export function countTests(results) {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  let counted = 0;
  for (const { terminalOutput = '' } of results) {
    const line = terminalOutput.match(/^\d+ passed, \d+ failed(, \d+ skipped)?$/gm)?.at(-1);
    if (line === undefined) continue;
    counted += 1;
    for (const [, count, state] of line.matchAll(/(\d+) (passed|failed|skipped)/g))
      sums[state] += Number(count);
  }
  if (counted === 0) return undefined;
  return `${sums.passed} passed, ${sums.failed} failed${sums.skipped > 0 ? `, ${sums.skipped} skipped` : ''}`;
}
