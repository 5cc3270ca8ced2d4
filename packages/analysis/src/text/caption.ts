/** The sentences that every table and figure must say about its numbers. */
import { count } from '@dsrnn/portable';
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
  if (counts.length === 0) return 'n = 0 seeds';
  const range = rangeText(counts);
  return `n = ${range} ${range === '1' ? 'seed' : 'seeds'}`;
}

/** `5`, or `3 to 5` where counts differ. */
export function rangeText(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** How scores were summarised: `mean [95 % interval over seeds]`. */
export function intervalText({ confidence }: AnalysisContext): string {
  return `mean [${percentText(confidence)} interval over seeds; none for a single seed]`;
}

/** `3 of 60 runs missing`, or null when all planned runs are there. */
export function missingText(summaries: readonly ScoreSummary[]): string | null {
  const missing = total(summaries, 'missing');
  return missing === 0 ? null : `${missing} of ${count(total(summaries, 'expected'), 'run')} missing`;
}

/** The same as a note. */
export function missingNote(summaries: readonly ScoreSummary[]): string | null {
  const text = missingText(summaries);
  return text === null ? null : `${text}.`;
}

/** How many runs diverged, as a note of a table that shows means; null where none did. */
export function divergedNote(summaries: readonly ScoreSummary[]): string | null {
  const diverged = total(summaries, 'diverged');
  return diverged === 0
    ? null
    : `div.: runs that diverged, ${diverged} in all; they are counted, not averaged.`;
}

/** Runs of all these places that completed, diverged, are missing or were planned. */
export function total(
  summaries: readonly ScoreSummary[],
  count: 'completed' | 'diverged' | 'missing' | 'expected',
): number {
  return summaries.reduce((sum, summary) => sum + summary[count], 0);
}
