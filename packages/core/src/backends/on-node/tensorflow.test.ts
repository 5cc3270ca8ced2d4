import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import util from 'node:util';
import { expect, test } from 'vitest';
import { tf } from '../../tensor/tf.ts';
import { OptionalPackages } from './optional-packages.ts';
import { startTensorFlow } from './tensorflow.ts';

/** What tfjs-node calls. */
interface OldUtil {
  isNullOrUndefined?(value: unknown): boolean;
  isArray?(value: unknown): boolean;
}

test('a package that calls functions of util which Node 23 removed loads, whatever the version', async () => {
  const old = util as OldUtil;
  delete old.isNullOrUndefined;
  delete old.isArray;
  const folder = mkdtempSync(join(tmpdir(), 'dsrnn-old-util-'));
  const packageFolder = join(folder, 'node_modules', 'old-package');
  mkdirSync(packageFolder, { recursive: true });
  writeFileSync(
    join(packageFolder, 'index.js'),
    `const util = require('util');
     globalThis.answers = [null, undefined, 0].map(util.isNullOrUndefined).concat([[], {}].map(util.isArray));`,
  );
  tf.registerBackend('tensorflow', () => tf.findBackend('cpu'));
  try {
    const packages = new OptionalPackages('old', 'add old', pathToFileURL(`${folder}/`));
    await startTensorFlow('old', 'old-package', packages);
    expect((globalThis as { answers?: unknown }).answers).toEqual([true, true, false, true, false]);
    expect(tf.getBackend()).toBe('tensorflow');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
