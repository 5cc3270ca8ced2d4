/** The other end of measuring-process.ts, for children in TypeScript. */
import { createInterface } from 'node:readline';

/** Greets, then answers each line of standard input, one after the other, until it is closed. */
export async function serveLines(
  greeting: { readonly name: string; readonly version: string; readonly about?: readonly string[] },
  answer: (request: unknown) => Promise<object>,
): Promise<void> {
  const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  say(greeting);
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say(await answer(JSON.parse(line)));
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  }
}
