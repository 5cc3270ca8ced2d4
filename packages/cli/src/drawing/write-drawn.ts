/** Where drawn files go. */
import { join, relative, resolve } from 'node:path';
import type { LoadedExperiment } from '@dsrnn/experiment';
import type { Selection } from '../open-experiment.ts';
import type { Session } from '../session.ts';
import type { Workspace } from '../workspace.ts';
import { writeFiles, type OutputFile } from '../write-files.ts';
import { selectionFolder } from './selection-folder.ts';

/** What decides the folder. */
export interface Destination {
  readonly workspace: Workspace;
  /** As declared: another backend or engine makes a part of it. */
  readonly experiment: LoadedExperiment;
  /** `out`, from --out: this folder instead. */
  readonly selection: Selection & { readonly out?: string | undefined };
  readonly session: Session;
}

/** `build/<id>/<profile>/`, or the folder of a part of the grid in it. */
export function drawnFolder({ workspace, experiment, selection }: Omit<Destination, 'session'>): string {
  const part = selectionFolder(selection, experiment);
  return join(workspace.build, experiment.id, selection.profile, ...(part === null ? [] : [part]));
}

/**
 * Writes a family of files into the folder of the selection, where those of an earlier time go, or into --out, where
 * nothing is removed. Returns their paths, as short as they go.
 */
export function writeDrawn(destination: Destination, family: string, files: readonly OutputFile[]): string[] {
  const { selection, session } = destination;
  const paths =
    selection.out === undefined
      ? writeFiles(drawnFolder(destination), family, files)
      : writeFiles(resolve(session.host.cwd, selection.out), null, files);
  return paths.map((file) => relative(session.host.cwd, file));
}
