import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('several processes may write the same family at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsrnn-write-'));
  const module = new URL('./write-files.ts', import.meta.url).href;
  const script = `
    const { writeFiles } = await import(${JSON.stringify(module)});
    for (let i = 0; i < 2000; i++) writeFiles(${JSON.stringify(folder)}, 'grid', [{ name: 'grid.json', content: 'x' }]);
  `;
  const write = () =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  try {
    await Promise.all([write(), write()]);
    expect(readdirSync(folder)).toEqual(['grid.json']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
