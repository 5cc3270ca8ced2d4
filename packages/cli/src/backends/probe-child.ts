/** Entry of the process that tries one backend: `probe-child <name>`. Drivers that crash take no other process along. */
import { backendDefinition, backendName, verifyBackend } from '@dsrnn/core';
import type { BackendState } from './probe-messages.ts';

async function tryBackend(text: string): Promise<BackendState> {
  const name = backendName.parse(text);
  const { optional, ...definition } = backendDefinition(name);
  const obstacle = await definition.obstacle();
  if (obstacle !== null) return { state: 'absent', ...obstacle };
  try {
    return { state: 'ok', ...(await verifyBackend(name)) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    // The message of an optional backend ends with the next step.
    return { state: 'wrong', problem, remedy: optional ? '' : 'run `npm ci` again' };
  }
}

const answer = await tryBackend(process.argv[2] ?? '');
// A device may keep the process alive.
process.send?.(answer, () => process.exit());
