/** Where drawn files go. */
import { join, relative, resolve } from 'node:path';
import type { Session } from '../session.ts';
import type { Workspace } from '../workspace.ts';
import { writeFiles, type OutputFile } from '../write-files.ts';

/** What decides the folder. */
export interface Destination {
  readonly workspace: Workspace;
  readonly experiment: string;
  readonly profile: string;
  /** From --out: this folder instead. */
  readonly out: string | undefined;
  readonly session: Session;
}

/** Writes a family of files into `build/<id>/<profile>/`, or below --out. Returns their paths, as short as they go. */
export function writeDrawn(destination: Destination, family: string, files: readonly OutputFile[]): string[] {
  const { workspace, experiment, profile, out, session } = destination;
  const folder =
    out === undefined ? join(workspace.build, experiment, profile) : resolve(session.host.cwd, out);
  return writeFiles(folder, family, files).map((file) => relative(session.host.cwd, file));
}
