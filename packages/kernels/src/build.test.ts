import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compile, moduleText } from '../scripts/build.mjs';

it('was compiled from the sources that are here', async () => {
  const committed = await readFile(new URL('./module.generated.ts', import.meta.url), 'utf8');
  const fresh = moduleText(await compile());
  const hint = 'src/module.generated.ts is not what assembly/ compiles to: run `npm run kernels:build`';
  expect(fresh === committed, hint).toBe(true);
});
