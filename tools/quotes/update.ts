/** `npm run quotes`: brings every number, verdict and table that the Markdown pages quote up to date with results/. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './pages.ts';
import { refreshed } from './quotes.ts';

const root = join(import.meta.dirname, '../..');
for (const page of pages(root)) {
  const old = readFileSync(join(root, page), 'utf8');
  const text = refreshed(old, root);
  if (text === old) continue;
  writeFileSync(join(root, page), text);
  console.log(`${page}: brought up to date; read its sentences again, they were written for other numbers`);
}
