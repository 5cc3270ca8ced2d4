/** The sentences that every table and figure must say about its numbers. */
import type { SparsityUnit } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import type { MeasuredPlace } from '../summary/summarise-measures.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { percentText } from './score-text.ts';

/** What a sparsity of s takes away. */
export const SPARSITY_MEANING: Readonly<Record<SparsityUnit, string>> = {
  macs: 'Sparsity is the share of multiply-accumulate operations (MACs) of the recurrent core that is left out, per time step, head excluded',
  channels:
    'Sparsity is the share of input and hidden channels that is switched off; MACs are those of one time step, head excluded',
};

/** `n = 5 seeds`, or `n = 3 to 5 seeds` where the completed runs per place differ. Places without a run count as 0. */
export function seedCountText(summaries: readonly ScoreSummary[]): string {
  return seedsText(summaries.filter(({ expected }) => expected > 0).map(({ completed }) => completed));
}

/** The same of the runs in which something was measured: `n = 0 to 5 seeds` where places differ. */
export function runCountText(places: readonly MeasuredPlace[]): string {
  return seedsText(places.map(({ runs }) => runs.length));
}

function seedsText(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(0, ...counts)];
  return least < most
    ? `n = ${String(least)} to ${String(most)} seeds`
    : `n = ${String(most)} ${most === 1 ? 'seed' : 'seeds'}`;
}

/** How scores were summarised: `mean [95 % interval over seeds]`. */
export function intervalText({ confidence }: AnalysisContext): string {
  return `mean [${percentText(confidence)} interval over seeds; none for a single seed]`;
}

/** `3 of 60 runs missing`, or null when all planned runs are there. */
export function missingText(summaries: readonly ScoreSummary[]): string | null {
  const missing = summaries.reduce((sum, summary) => sum + summary.missing, 0);
  const expected = summaries.reduce((sum, summary) => sum + summary.expected, 0);
  return missing === 0 ? null : `${String(missing)} of ${String(expected)} runs missing`;
}
