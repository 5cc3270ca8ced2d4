/** The verdicts on an experiment's claims, as values and as files. */
import type { ClaimVerdict } from '@dsrnn/records';
import type { OutputFile } from '../write-files.ts';
import type { Gathered } from './gather.ts';

/** One verdict a claim, in the order of the experiment. */
export async function judgeClaims({ experiment, observations }: Gathered): Promise<ClaimVerdict[]> {
  const { evaluateClaim } = await import('@dsrnn/analysis');
  return experiment.claims.map((claim) => evaluateClaim(claim, observations));
}

/** `claims.json` for programs, `claims.md` for readers. */
export async function claimFiles(verdicts: readonly ClaimVerdict[]): Promise<OutputFile[]> {
  const { claimsMarkdown } = await import('@dsrnn/analysis');
  return [
    { name: 'claims.json', content: `${JSON.stringify(verdicts, null, 2)}\n` },
    { name: 'claims.md', content: claimsMarkdown(verdicts) },
  ];
}
