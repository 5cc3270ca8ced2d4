/** Which Node a process of this program runs on, and how it runs the sources, which are TypeScript. */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

/** Options for a process that runs sources: those of `node`, and a loader unless it takes types out by itself. */
export function sourceOptions(node: NodeCommand): string[] {
  return [...node.flags, ...(runsTypeScript(node) ? [] : ['--import', loader()])];
}

/** The environment for such a process: a Node that can keeps what it compiled, so that the next process starts sooner. */
export function sourceEnvironment(env: Readonly<NodeJS.ProcessEnv> = process.env): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE = compiled } = env;
  return { ...env, NODE_COMPILE_CACHE };
}

/** Node does from 24.3 on, without a warning, but for what is installed as a package. */
function runsTypeScript({ version }: NodeCommand): boolean {
  if (import.meta.url.includes('/node_modules/')) return false;
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 24 || (Number(major) === 24 && Number(minor) >= 3);
}

/** Named by its file, so that the working folder does not matter. */
function loader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}

const compiled = fileURLToPath(new URL('../../../../node_modules/.cache/dsrnn/compiled', import.meta.url));
