/** Entry of a worker process: the real runs. */
import { executeRun } from '../execute-run.ts';
import { serveRuns } from './serve-runs.ts';

serveRuns(executeRun);
