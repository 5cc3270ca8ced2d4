/** Entry of a worker process: the real runs. */
import { deviceFault } from '@dsrnn/core';
import { executeRun } from '../run/execute-run.ts';
import { checkedDevice } from './checked-device.ts';
import { serveRuns } from './serve-runs.ts';

serveRuns(checkedDevice(executeRun, deviceFault));
