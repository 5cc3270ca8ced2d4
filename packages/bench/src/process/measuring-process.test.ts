import { expect, test } from 'vitest';
import { z } from 'zod';
import { PeerError } from '../bench-error.ts';
import { startProcess } from './measuring-process.ts';

const script = (body: string): string[] => [
  process.execPath,
  '-e',
  `console.log('{"name":"toy","version":"7"}');
   require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { ${body} });`,
];
const number = z.object({ n: z.number() });

test('requests are answered in order, and other output is passed over', async () => {
  const child = await startProcess('toy', script('console.log("noise"); console.log(JSON.stringify({n: 2 * JSON.parse(line).n}))')); // prettier-ignore
  expect(child.version).toBe('7');
  const answers = [child.ask({ n: 1 }, number), child.ask({ n: 2 }, number)];
  expect(await Promise.all(answers)).toEqual([{ n: 2 }, { n: 4 }]);
  await child.stop();
});

test.each([
  [
    'ends',
    'console.error("out of luck"); process.exit(3)',
    /toy: the process ended with code 3\. out of luck/,
  ],
  ['reports an error', 'console.log(JSON.stringify({error: "no such case"}))', /toy: no such case/],
  [
    'answers something else',
    'console.log(JSON.stringify({m: 1}))',
    /toy: its answer is not as agreed: \{"m":1\}/,
  ],
])('a process that %s is an error', async (_name, body, message) => {
  const child = await startProcess('toy', script(body));
  const answer = child.ask({}, number);
  await expect(answer).rejects.toThrow(PeerError);
  await expect(answer).rejects.toThrow(message);
  await child.stop();
});

test('a program that does not exist is an error', async () => {
  await expect(startProcess('toy', ['/no/such/program'])).rejects.toThrow(/toy: the process .*ENOENT/);
});
