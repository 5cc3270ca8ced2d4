/**
 * Packages that a plain install leaves out: each set has a folder of its own with manifest and lock file, below this
 * package so that what they expect beside them (tfjs-core) is the copy that the program uses.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Obstacle } from '../backend-definition.ts';

/** Written last by an installation; in node_modules, so that npm removes it first. Holds the digest of the lock file. */
const MARKER = join('node_modules', '.dsrnn-installed');

/** A set of optional packages. */
export class OptionalPackages {
  readonly name: string;
  readonly folder: string;
  /** The command that installs them. */
  readonly command: string;

  /** `folder` is given by tests; the real sets lie in packages/core/optional. */
  constructor(
    name: string,
    command: string,
    folder = new URL(`../../../optional/${name}/`, import.meta.url),
  ) {
    this.name = name;
    this.command = command;
    this.folder = fileURLToPath(folder);
  }

  /** Why they cannot be used, or null. */
  obstacle(): Obstacle | null {
    if (!existsSync(join(this.folder, 'node_modules'))) {
      return { problem: 'its packages are not installed', remedy: `run \`${this.command}\`` };
    }
    const marker = join(this.folder, MARKER);
    if (!existsSync(marker)) {
      return { problem: 'its installation was not finished', remedy: `run \`${this.command}\` again` };
    }
    if (readFileSync(marker, 'utf8') !== this.lockDigest()) {
      return {
        problem: 'other versions of its packages are needed now',
        remedy: `run \`${this.command}\` again`,
      };
    }
    return null;
  }

  /** Records that the installation is complete. */
  markInstalled(): void {
    writeFileSync(join(this.folder, MARKER), this.lockDigest());
  }

  /** Loads CommonJS packages and finds files as a module in the folder would. */
  get require(): NodeJS.Require {
    return createRequire(join(this.folder, 'package.json'));
  }

  /** The installed version of a package. */
  versionOf(name: string): string {
    const manifest = readFileSync(join(this.folder, 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(manifest) as { readonly version: string }).version;
  }

  private lockDigest(): string {
    return createHash('sha256')
      .update(readFileSync(join(this.folder, 'package-lock.json')))
      .digest('hex');
  }
}
