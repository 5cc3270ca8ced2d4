/** A small workspace with the plugins and settings of this one, and Nx run in it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** The workspace, in a temporary folder that is no checkout. */
export interface ToyNx {
  readonly root: string;
  write(file: string, text: string): void;
  /** `env` is added to the environment. */
  nx(
    words: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): { readonly code: number | null; readonly out: string };
  remove(): void;
}

/** Makes it of these files. A file below node_modules/NAME stands in for the package NAME. `remove` it in the end. */
export function toyNx(files: Readonly<Record<string, string>>): ToyNx {
  const root = mkdtempSync(join(tmpdir(), 'dsrnn-nx-'));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('package.json', JSON.stringify({ name: 'toy', private: true, workspaces: ['packages/*'] }));
  write('tsconfig.base.json', '{}');
  write('runs/asked', '');
  for (const [file, text] of Object.entries(files)) write(file, text);
  for (const name of ['nx.json', '.gitignore', 'package-lock.json', 'tools']) {
    cpSync(join(repository, name), join(root, name), { recursive: true });
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const standIns = readdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    if (name.startsWith('.') || name === '@dsrnn' || standIns.includes(name)) continue;
    symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name));
  }

  function nx(
    words: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): { code: number | null; out: string } {
    // Settings of an Nx that may have started these tests must not reach the one that is tested.
    const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/nx/dist/bin/nx.js'), ...words],
      { cwd: root, encoding: 'utf8', env: { ...own, NX_DAEMON: 'false', ...env } },
    );
    return { code: status, out: stdout + stderr };
  }

  return { root, write, nx, remove: () => rmSync(root, { recursive: true, force: true }) };
}
