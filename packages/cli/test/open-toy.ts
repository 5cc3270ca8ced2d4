/** A toy workspace for one test: the test opens it, and what comes after the test removes it. */
import { afterEach } from 'vitest';
import { experiment, toyWorkspace, type ToyWorkspace } from './toy-workspace.ts';

const open: ToyWorkspace[] = [];

afterEach(() => {
  for (const workspace of open.splice(0)) workspace.remove();
});

/** Opens a workspace around this experiment. */
export function openToy(text = experiment): ToyWorkspace {
  const workspace = toyWorkspace(text);
  open.push(workspace);
  return workspace;
}
