/** Vitest reporter whose last line is a plain count, readable by any log scanner: `12 passed, 0 failed, 1 skipped`. */
import type { Reporter, TestModule } from 'vitest/node';

export default class PlainCountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string): number => states.filter((one) => one === state).length;
    // A file that does not load has no tests to fail, and an error outside of tests is nobody's: count both.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const skipped = count('skipped');
    const tail = skipped > 0 ? `, ${String(skipped)} skipped` : '';
    process.on('exit', () => {
      process.stdout.write(
        `${String(count('passed'))} passed, ${String(count('failed') + broken)} failed${tail}\n`,
      );
    });
  }
}
