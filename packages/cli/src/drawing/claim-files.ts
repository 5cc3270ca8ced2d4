/** The verdicts on an experiment's claims, as values and as files. */
import type { AnalysisContext } from '@dsrnn/analysis';
import type { ClaimVerdict } from '@dsrnn/records';
import type { Session } from '../session.ts';
import type { OutputFile } from '../write-files.ts';
import { attempt } from './attempt.ts';
import type { Gathered } from './gather.ts';

/** One verdict a claim, in the order of the experiment; a claim that cannot be judged says why, and is left undone. */
export async function judgeClaims(
  { experiment, observations, context }: Gathered,
  session: Session,
): Promise<ClaimVerdict[]> {
  const { evaluateClaim, unjudgedClaim } = await import('@dsrnn/analysis');
  return Promise.all(
    experiment.claims.map((claim) =>
      attempt(
        { of: `${experiment.id} (${context.profile})`, name: `claim ${claim.id}` },
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
    { name: 'claims.json', content: `${JSON.stringify(verdicts, null, 2)}\n` },
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
    `${seedsText(context)} seeds, ${over(({ steps }) => steps)} steps of batch ${over(({ batchSize }) => batchSize)}, ` +
    `backend ${experiment.backend}, engine ${experiment.engine}. Only the abstract of the paper is public: sizes, ` +
    `tasks and recipe are ours.`
  );
}

/** Which architectures run which tasks; those with the same tasks together. */
function placesText({ architectures, tasks, expected }: AnalysisContext): string {
  const groups = new Map<string, string[]>();
  for (const architecture of architectures) {
    const own = new Set(
      expected.filter((slot) => slot.architecture === architecture).map(({ task }) => task),
    );
    const names = tasks.filter((task) => own.has(task)).join(', ');
    groups.set(names, [...(groups.get(names) ?? []), architecture]);
  }
  return [...groups].map(([names, together]) => `${together.join(', ')} on ${names}`).join('; ');
}

/** How many seeds a place of a method has. */
function seedsText({ expected }: AnalysisContext): string {
  const counts = new Map<string, number>();
  for (const { architecture, method, sparsity, task } of expected) {
    const place = JSON.stringify([architecture, method, sparsity, task]);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return rangeText([...counts.values()]);
}

function rangeText(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${String(least)} to ${String(most)}`;
}
