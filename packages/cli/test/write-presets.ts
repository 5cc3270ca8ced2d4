/** The presets of the repository in a toy workspace, for text that names them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ToyWorkspace } from './toy-workspace.ts';

const configs = new URL('../../../configs/', import.meta.url);

/** Writes them over those of the toy, whose own experiment then names what is no longer there. */
export function writePresets(workspace: ToyWorkspace): void {
  for (const file of readdirSync(fileURLToPath(configs))) {
    workspace.write(`configs/${file}`, readFileSync(new URL(file, configs), 'utf8'));
  }
}
