/** The Markdown pages for readers. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** README.md, the pages of docs/ and of the experiments, relative to the workspace, in a fixed order. */
export function pages(root: string): string[] {
  const within = (folder: string): string[] => readdirSync(join(root, folder)).sort();
  return [
    'README.md',
    ...within('docs')
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
    ...within('experiments').map((id) => `experiments/${id}/README.md`),
  ];
}
