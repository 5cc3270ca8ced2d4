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

/**
 * Writes a family of files into `build/<id>/<profile>/`, where those of an earlier time go, or into --out, where nothing
 * is removed. Returns their paths, as short as they go.
 */
export function writeDrawn(destination: Destination, family: string, files: readonly OutputFile[]): string[] {
  const { workspace, experiment, profile, out, session } = destination;
  const paths =
    out === undefined
      ? writeFiles(join(workspace.build, experiment, profile), family, files)
      : writeFiles(resolve(session.host.cwd, out), null, files);
  return paths.map((file) => relative(session.host.cwd, file));
}
