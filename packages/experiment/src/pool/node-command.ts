/** Which Node a worker process runs on. */

/** A Node and how it is started. */
export interface NodeCommand {
  /** Its program file. */
  readonly file: string;
  /** As `process.version` gives it: v24.21.0. */
  readonly version: string;
  /** Options of Node, as on a command line. */
  readonly flags: readonly string[];
}

/** The Node that runs this process, without options. */
export const ownNode: NodeCommand = { file: process.execPath, version: process.version, flags: [] };
