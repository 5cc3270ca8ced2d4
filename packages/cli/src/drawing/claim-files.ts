/** The verdicts on an experiment's claims, as values and as files. */
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
        `${experiment.id} (${context.profile}): claim ${claim.id}`,
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
  const { architectures, tasks, profile, expected } = context;
  const seeds = new Set(expected.map(({ seed }) => seed)).size;
  const { steps, batchSize } = experiment.resolved[profile]?.train ?? {};
  return (
    `Verdicts of ${experiment.id}, profile ${profile}, hold for this protocol: ${architectures.join(', ')} on ` +
    `${tasks.join(', ')}, ${String(seeds)} seeds, ${String(steps)} steps of batch ${String(batchSize)}, backend ` +
    `${experiment.backend}, engine ${experiment.engine}. Only the abstract of the paper is public: sizes, tasks and ` +
    `recipe are ours.`
  );
}
