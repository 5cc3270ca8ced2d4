/** Which Node the workers of this machine run on. */
import type { WorkerNode } from '@dsrnn/experiment';
import type { Host } from './session.ts';
import { wantsOwnNode } from './workspace.ts';

/** That of the command where DSRNN_WORKER_NODE asks for it, else the fastest that is proven. Throws UsageError, see `wantsOwnNode`. */
export async function nodeOfWorkers(host: Host, tell: (text: string) => void): Promise<WorkerNode> {
  const own = wantsOwnNode(host);
  const { plainNode, workerNode } = await import('@dsrnn/experiment');
  return own ? plainNode : workerNode(tell);
}
