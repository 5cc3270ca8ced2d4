/** Writes docs/measures.md: `npm run measures:update`. */
import { writeFileSync } from 'node:fs';
import { measuresPage, PAGE } from './measures-page.ts';

writeFileSync(PAGE, await measuresPage());
