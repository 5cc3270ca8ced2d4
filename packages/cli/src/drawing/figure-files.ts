/** The figures that an experiment asks for, as files. */
import type { Session } from '../session.ts';
import type { OutputFile } from '../write-files.ts';
import { attempt } from './attempt.ts';
import { chosenDefinitions } from './chosen-definitions.ts';
import type { Gathered } from './gather.ts';

/**
 * `figure-<id>.vl.json`, `.svg` and `.png` of each figure; one that cannot be drawn says why, and is left undone.
 * Throws UsageError for an unknown id.
 */
export async function figureFiles(
  { experiment, observations, context }: Gathered,
  session: Session,
): Promise<OutputFile[]> {
  const { absentFigure, figures, renderFigure } = await import('@dsrnn/analysis');
  const files: OutputFile[] = [];
  for (const { id, title, build } of await chosenDefinitions('figure', experiment.figures, figures)) {
    const { vegaLiteJson, svg, png } = await attempt(
      `${experiment.id} (${context.profile}): figure ${id}`,
      session,
      () => renderFigure(build(observations, context)),
      (reason) => renderFigure(absentFigure(title, reason)),
    );
    files.push(
      { name: `figure-${id}.vl.json`, content: vegaLiteJson },
      { name: `figure-${id}.svg`, content: svg },
      { name: `figure-${id}.png`, content: png },
    );
  }
  return files;
}
