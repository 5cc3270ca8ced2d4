/** `-C DIR`, as of git and make: the command runs as if it was started there. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './errors.ts';

/** A command line without its `-C`, and the folder that they name, from `cwd`; several follow one another. */
export interface Start {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** Takes `-C DIR` from before the command. Throws UsageError where it names no folder. */
export function startFolder(argv: readonly string[], cwd: string): Start {
  const [option, folder, ...rest] = parted(argv);
  if (option !== '-C') {
    if (argv.some((word) => word.startsWith('-C'))) {
      throw new UsageError('-C stands before the command, as in `dsrnn -C DIR run sparsity`');
    }
    return { argv, cwd };
  }
  if (folder === undefined) throw new UsageError('-C: expected a folder, as in `dsrnn -C DIR run sparsity`');
  const path = resolve(cwd, folder);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`-C: ${path} is no folder`);
  }
  return startFolder(rest, path);
}

/** `-CDIR` and `-C=DIR` are `-C DIR`. */
function parted([first, ...rest]: readonly string[]): readonly string[] {
  const joined = /^-C=?(.+)$/.exec(first ?? '');
  if (joined?.[1] !== undefined) return ['-C', joined[1], ...rest];
  return first === undefined ? [] : [first, ...rest];
}
