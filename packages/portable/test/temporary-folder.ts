/** Folders of tests. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/**
 * A new empty folder under the system's temporary one, removed when the test ends that asks for it, in its body or in
 * `beforeEach`; at the top of a file or of a `describe`, when its last test has ended. Its path has no link in it.
 */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dsrnn-test-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    onTestFinished(remove);
  } catch {
    afterAll(remove); // no test runs yet
  }
  return folder;
}
