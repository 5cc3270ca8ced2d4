export { exitCode, type ExitCode } from './exit-code.ts';
export { main, runAsProcess } from './main.ts';
export type { Host, TextSink } from './session.ts';
