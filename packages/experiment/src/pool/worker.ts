/** Entry of a worker process: the real runs. */
import { deviceFault } from '@dsrnn/core';
import { loadTask } from '@dsrnn/datasets';
import { executeRun } from '../run/execute-run.ts';
import { keepingLast } from '../run/last-task.ts';
import { checkedDevice } from './checked-device.ts';
import { serveRuns } from './serve-runs.ts';

const load = keepingLast(loadTask);
serveRuns(checkedDevice((spec, options) => executeRun(spec, { ...options, load }), deviceFault));
