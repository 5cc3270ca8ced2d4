export type { Executor, ExecutorOptions } from './executor.ts';
export { executorKinds, executorOf } from './executors.ts';
export { machineFacts, monotonicMs, wallClock, type MachineFacts } from './machine-facts.ts';
export { ownNode, sourceEnvironment, sourceOptions, type NodeCommand } from './node-command.ts';
export { runSweep, type SweepOptions, type SweepStore } from './run-sweep.ts';
export { serveRuns, type Execute } from './serve-runs.ts';
export { openTimingProcess, TimingError, type TimingProcess } from './timing-process.ts';
export type { SweepEvent, SweepSummary } from './sweep-event.ts';
export type { RunError } from './worker-messages.ts';
