/** The figures that an experiment asks for, as files. */
import type { OutputFile } from '../write-files.ts';
import { chosenDefinitions } from './chosen-definitions.ts';
import type { Gathered } from './gather.ts';

/** `figure-<id>.vl.json`, `.svg` and `.png` of each figure. Throws UsageError for an unknown id. */
export async function figureFiles({ experiment, observations, context }: Gathered): Promise<OutputFile[]> {
  const { figures, renderFigure } = await import('@dsrnn/analysis');
  const files: OutputFile[] = [];
  for (const { id, build } of await chosenDefinitions('figure', experiment.figures, figures)) {
    const { vegaLiteJson, svg, png } = await renderFigure(build(observations, context));
    files.push(
      { name: `figure-${id}.vl.json`, content: vegaLiteJson },
      { name: `figure-${id}.svg`, content: svg },
      { name: `figure-${id}.png`, content: png },
    );
  }
  return files;
}
