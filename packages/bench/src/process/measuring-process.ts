/** A long-lived child that measures when asked: JSON lines in, JSON lines out, one request at a time. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { PeerError } from '../bench-error.ts';
import { greeting } from '../peers/peer-protocol.ts';
import { measuringEnvironment } from './measuring-environment.ts';

/** A started child. */
export interface MeasuringProcess {
  /** What it said it is. */
  readonly name: string;
  readonly version: string;
  /** What else decides its times: threads, libraries, instructions. */
  readonly about: readonly string[];
  /** Sends a request and waits for its answer. Rejects with PeerError if it is not as `schema` says. */
  ask<T>(request: object, schema: z.ZodType<T>): Promise<T>;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** Enough of a crashed child's last words to find the cause. */
const STDERR_TAIL = 2000;

/** Starts a child and waits for its greeting. `pin` is put before the command, see pinning.ts. */
export async function startProcess(
  name: string,
  command: readonly string[],
  pin: readonly string[] = [],
): Promise<MeasuringProcess> {
  const [program = '', ...args] = [...pin, ...command];
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: measuringEnvironment(process.env),
  });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-STDERR_TAIL);
  });
  child.stdin.on('error', () => undefined); // a closed pipe shows up as the end of the process
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`ended with ${signal ?? `code ${String(code)}`}`));
  });
  const lines = createInterface({ input: child.stdout });
  const waiting: ((line: string) => void)[] = [];
  // Libraries may print to standard output too; what they print is no JSON object.
  lines.on('line', (line) => {
    if (line.startsWith('{')) waiting.shift()?.(line);
  });

  async function nextLine<T>(schema: z.ZodType<T>): Promise<T> {
    const line = new Promise<string>((resolve) => waiting.push(resolve));
    const text = await Promise.race([line, gone.then((how) => ({ how }))]);
    if (typeof text === 'object')
      throw new PeerError(`${name}: the process ${text.how}. ${lastWords.trim()}`);
    const answer = JSON.parse(text) as { readonly error?: string };
    if (answer.error !== undefined) throw new PeerError(`${name}: ${answer.error}`);
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new PeerError(`${name}: its answer is not as agreed: ${text.slice(0, 200)}`);
    return parsed.data;
  }

  const { version, about } = await nextLine(greeting);
  return {
    name,
    version,
    about,
    ask(request, schema) {
      const answer = nextLine(schema);
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return answer;
    },
    async stop() {
      child.kill('SIGKILL'); // it holds nothing that needs saving
      await gone;
    },
  };
}
