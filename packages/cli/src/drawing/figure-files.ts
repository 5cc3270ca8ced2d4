/** The figures that an experiment asks for, as files. */
import type { Session } from '../session.ts';
import type { OutputFile } from '../write-files.ts';
import { attempt } from './attempt.ts';
import { chosenDefinitions } from './chosen-definitions.ts';
import type { Gathered } from './gather.ts';

/**
 * `figure-<id>.vl.json`, `.svg` and `.png` of each figure, or the first alone without `images`; a figure that cannot be
 * drawn says why, and is left undone. Throws UsageError for an unknown id.
 */
export async function figureFiles(
  gathered: Gathered,
  session: Session,
  images: boolean,
): Promise<OutputFile[]> {
  const { absentFigure, figureJson, figures, renderFigure } = await import('@dsrnn/analysis');
  const { experiment, observations, context } = gathered;
  const files: OutputFile[] = [];
  for (const { id, title, build } of await chosenDefinitions('figure', experiment.figures, figures)) {
    const name = `figure-${id}`;
    const draw = async (spec: ReturnType<typeof build>): Promise<OutputFile[]> => {
      if (!images) return [{ name: `${name}.vl.json`, content: figureJson(spec) }];
      const { vegaLiteJson, svg, png } = await renderFigure(spec);
      return [
        { name: `${name}.vl.json`, content: vegaLiteJson },
        { name: `${name}.svg`, content: svg },
        { name: `${name}.png`, content: png },
      ];
    };
    const drawn = await attempt(
      gathered,
      `figure ${id}`,
      session,
      () => draw(build(observations, context)),
      (reason) => draw(absentFigure(title, reason)),
    );
    files.push(...drawn);
  }
  return files;
}
