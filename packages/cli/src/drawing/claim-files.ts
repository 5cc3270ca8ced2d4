/** The verdicts on an experiment's claims, as values and as files. */
import type { AnalysisContext } from '@dsrnn/analysis';
import { groupBy } from '@dsrnn/portable';
import type { ClaimVerdict } from '@dsrnn/records';
import type { Session } from '../session.ts';
import { jsonFile, type OutputFile } from '../write-files.ts';
import { attempt } from './attempt.ts';
import type { Gathered } from './gather.ts';

/** One verdict a claim, in the order of the experiment; a claim that cannot be judged says why, and is left undone. */
export async function judgeClaims(gathered: Gathered, session: Session): Promise<ClaimVerdict[]> {
  const { evaluateClaim, unjudgedClaim } = await import('@dsrnn/analysis');
  const { experiment, observations, context } = gathered;
  return Promise.all(
    experiment.claims.map((claim) =>
      attempt(
        gathered,
        `claim ${claim.id}`,
        session,
        () => evaluateClaim(claim, observations, context),
        (reason) => unjudgedClaim(claim, reason),
      ),
    ),
  );
}

/** `claims.json` for programs, `claims.md` for readers. */
export async function claimFiles(
  gathered: Gathered,
  verdicts: readonly ClaimVerdict[],
): Promise<OutputFile[]> {
  const { claimsMarkdown } = await import('@dsrnn/analysis');
  return [
    jsonFile('claims.json', verdicts),
    { name: 'claims.md', content: `${protocolText(gathered)}\n\n${claimsMarkdown(verdicts)}` },
  ];
}

/** Under what protocol the claims were decided: a verdict holds for this and no more. */
export function protocolText({ experiment, context }: Gathered): string {
  const recipes = experiment.resolved[context.profile]?.recipes ?? [];
  const over = (read: (config: Record<string, unknown>) => unknown): string =>
    rangeText(recipes.map(({ config }) => Number(read(config))));
  return (
    `Verdicts of ${experiment.id}, profile ${context.profile}, hold for this protocol: ${placesText(context)}; ` +
    `${seedsText(context)} ${seedsText(context) === '1' ? 'seed' : 'seeds'}, ${over(({ steps }) => steps)} steps of batch ${over(({ batchSize }) => batchSize)}, ` +
    `backend ${experiment.backend}, engine ${experiment.engine}. Only the abstract of the paper is public: sizes, ` +
    `tasks and recipe are ours.`
  );
}

/** Which architectures run which tasks; those with the same tasks together. */
function placesText({ architectures, tasks, expected }: AnalysisContext): string {
  const groups = groupBy(architectures, (architecture) => {
    const own = expected.filter((slot) => slot.architecture === architecture).map(({ task }) => task);
    return tasks.filter((task) => own.includes(task)).join(', ');
  });
  return [...groups].map(([names, together]) => `${together.join(', ')} on ${names}`).join('; ');
}

/** How many seeds a place of a method has. */
function seedsText({ expected }: AnalysisContext): string {
  const places = groupBy(expected, ({ architecture, method, sparsity, task }) =>
    JSON.stringify([architecture, method, sparsity, task]),
  );
  return rangeText([...places.values()].map(({ length }) => length));
}

function rangeText(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
}
