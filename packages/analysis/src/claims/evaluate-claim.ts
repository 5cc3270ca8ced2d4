/**
 * Decides a claim from observations, by the interval of the paired differences.
 *
 *   d = treatment − reference, sign turned so that higher is better; [low, high] = bootstrap interval of its IQM
 *   non-inferior:  supported if low > −margin,  not supported if high < −margin,  else inconclusive
 *   superior:      supported if low >  margin,  not supported if high <  margin,  else inconclusive
 *
 * Strata are (architecture, task): seeds are exchanged within them. In an experiment with strategies a task is a stream
 * under one strategy, and sides compare within it; where the sides name strategies, a task is the stream itself.
 */
import type { Claim, ClaimVerdict, ConstantSide, Observation, Side, Verdict } from '@dsrnn/records';
import { interquartileMean } from '../statistics/interquartile-mean.ts';
import { mean } from '../statistics/mean.ts';
import type { PairedDifference, Reading } from '../statistics/paired-differences.ts';
import { higherIsBetter, lowestOf, type Scale } from '../statistics/scale.ts';
import { pairedDifferences } from '../statistics/paired-differences.ts';
import type { Sample } from '../statistics/stratified-bootstrap.ts';
import { stratifiedBootstrap } from '../statistics/stratified-bootstrap.ts';
import { differenceText, percentText, scoreText } from '../text/score-text.ts';

/**
 * Verdict on a claim. Observations may come in any order and may hold other methods, architectures and tasks as well.
 *
 * A measure of a side takes the place of the score; where the reference is a number, every run of the treatment is
 * paired with it. The sentence of a measure of which less is better gives difference and interval in its own sign.
 *
 * Diverged runs: a pair whose reference diverged is left out, and said so. A treatment that diverged beside a
 * completed reference counts against the claim: under accuracy and auc it scores the lowest there is; mse and measures
 * have no lowest, so then the claim is not supported whatever the other pairs say.
 * Not tested: a side has no runs. Inconclusive without numbers: the metrics differ, there are fewer pairs than
 * `minimumPairs`, or an (architecture, task) has one pair only. The margin of the verdict is in units of the metric; a relative margin is resolved with the IQM of
 * the paired reference scores, and stays as declared where there is none.
 */
export function evaluateClaim(claim: Claim, all: readonly Observation[]): ClaimVerdict {
  const observations = all.filter((run) => isAbout(claim, run));
  const treatment = select(observations, claim.treatment, claim);
  const reference =
    'value' in claim.reference
      ? treatment.map((run): Reading => ({ ...run, score: (claim.reference as ConstantSide).value }))
      : select(observations, claim.reference, claim);
  const absent = missingSide(claim, treatment, reference);
  if (absent !== null) return { ...undecided(claim, absent, 0), verdict: 'not tested' };
  const metrics = [...new Set([...treatment, ...reference].map(({ metric }) => metric))].sort();
  const metric = metrics[0];
  if (metric === undefined || metrics.length > 1) {
    return undecided(
      claim,
      `The runs are scored by ${metrics.join(' and ')}; one claim needs one metric, split it by task.`,
      0,
    );
  }
  const { pairs, unpairedTreatment, unpairedReference } = pairedDifferences(treatment, reference);
  const usable = pairs.filter(({ referenceScore }) => referenceScore !== null);
  const remarks = remarksOn(pairs, unpairedTreatment + unpairedReference, metric);
  if (usable.length < claim.minimumPairs) {
    const found = `${String(usable.length)} ${usable.length === 1 ? 'pair' : 'pairs'}`;
    const reason = `Only ${found} of ${sideText(claim.treatment)} and ${sideText(claim.reference)} with a completed reference, the claim asks for ${String(claim.minimumPairs)}${remarks}.`;
    return undecided(claim, reason, usable.length);
  }
  return decide(claim, usable, metric, remarks);
}

function decide(
  claim: Claim,
  pairs: readonly PairedDifference[],
  metric: Scale,
  remarks: string,
): ClaimVerdict {
  const { confidence } = claim;
  const scores = pairs.map(({ referenceScore }) => referenceScore ?? NaN);
  const statistic = claim.statistic === 'mean' ? mean : interquartileMean;
  const margin = claim.relative ? claim.margin * Math.abs(statistic(scores)) : claim.margin;
  const samples = pairs.flatMap(({ architecture, task, seed, difference }): Sample[] =>
    difference === null ? [] : [{ stratum: `${architecture}/${task}`, key: String(seed), value: difference }],
  );
  const estimate =
    samples.length === 0
      ? null
      : stratifiedBootstrap(samples, `claim/${claim.id}`, { confidence, statistic });
  const unbounded = pairs.length - samples.length;
  const marginText = `the margin is ${differenceText(margin, metric)}`;
  const subject = `${sideText(claim.treatment)} is`;
  if (unbounded > 0 || estimate === null) {
    return {
      ...verdictHead(claim),
      verdict: 'not supported',
      reason: `${sideText(claim.treatment)} ${claim.treatment.measure === undefined ? 'diverged' : 'has no value'} in ${String(unbounded)} of ${String(pairs.length)} pairs in which ${sideText(claim.reference)} completed; ${marginText}${remarks}.`,
      pairs: pairs.length,
      difference: estimate?.point ?? null,
      interval: estimate === null ? null : [estimate.low, estimate.high],
      margin,
    };
  }
  const { point, low, high, singles } = estimate;
  if (singles > 0) {
    return {
      ...undecided(
        claim,
        `${String(singles)} of the (architecture, task) groups have one pair only, which says nothing about the spread; run at least two seeds of each${remarks}.`,
        pairs.length,
      ),
      difference: point,
      margin,
    };
  }
  const distance = differenceText(Math.abs(point), metric);
  const lower = point < 0 ? 'worse than' : 'better than';
  const side = metric === 'mse' ? lower : point < 0 === higherIsBetter(metric) ? 'below' : 'above';
  const spread = metric === 'mse' || higherIsBetter(metric) ? [low, high] : [-high, -low];
  return {
    ...verdictHead(claim),
    verdict: compare(claim, low, high, margin),
    reason: `${subject} ${distance} ${side} ${sideText(claim.reference)}, ${percentText(confidence)} interval [${scoreText(spread[0] as number, metric)}, ${scoreText(spread[1] as number, metric)}], n = ${String(pairs.length)} pairs; ${marginText}${remarks}.`,
    pairs: pairs.length,
    difference: point,
    interval: [low, high],
    margin,
  };
}

function compare({ kind }: Claim, low: number, high: number, margin: number): Verdict {
  const bar = kind === 'superior' ? margin : -margin;
  if (low > bar) return 'supported';
  return high < bar ? 'not supported' : 'inconclusive';
}

/** Whether the claim is about the place of this run. It may name a stream, or a stream under one strategy. */
function isAbout(
  { architectures, tasks, strategies }: Claim,
  { architecture, task, stream, strategy }: Observation,
): boolean {
  return (
    (architectures?.includes(architecture) ?? true) &&
    (tasks === undefined || tasks.includes(stream) || tasks.includes(task)) &&
    (strategies === undefined || (strategy !== null && strategies.includes(strategy)))
  );
}

/**
 * The runs of a side, each with the number that the claim is about. A run that lacks the measure is as one that diverged.
 * Runs of a named strategy are of the task that is their stream, so that they find partners of another strategy.
 */
function select(
  observations: readonly Observation[],
  { label, sparsity, measure, strategy }: Side,
  { better }: Claim,
): Reading[] {
  const runs = observations
    .filter(
      (run) =>
        run.method === label &&
        run.sparsity === sparsity &&
        (strategy === undefined || run.strategy === strategy),
    )
    .map((run) => (strategy === undefined ? run : { ...run, task: run.stream }));
  if (measure === undefined) return runs;
  const metric = better === 'lower' ? 'measure, lower is better' : 'measure, higher is better';
  return runs.map((run): Reading => ({ ...run, metric, score: run.measures[measure] ?? null }));
}

function missingSide(
  { treatment, reference }: Claim,
  ours: readonly Reading[],
  theirs: readonly Reading[],
): string | null {
  const absent = [
    ...(ours.length === 0 ? [`the treatment, ${sideText(treatment)}`] : []),
    ...(theirs.length === 0 && !('value' in reference) ? [`the reference, ${sideText(reference)}`] : []),
  ];
  return absent.length === 0 ? null : `There is no run of ${absent.join(', and none of ')}.`;
}

/** What was left out or turned, to be appended to the sentence; empty where there is nothing to say. */
function remarksOn(pairs: readonly PairedDifference[], unpaired: number, metric: Scale): string {
  const count = (outcome: PairedDifference['outcome']): number =>
    pairs.filter((pair) => pair.outcome === outcome).length;
  const lost = count('reference diverged') + count('both diverged');
  const lowest = lowestOf(metric);
  const floored = lowest === null ? 0 : count('treatment diverged');
  const remarks = [
    ...(floored > 0
      ? [`diverged treatments counted as ${metric} ${String(lowest)}: ${String(floored)}`]
      : []),
    ...(lost > 0 ? [`pairs left out because the reference diverged: ${String(lost)}`] : []),
    ...(unpaired > 0 ? [`runs left out for want of a partner: ${String(unpaired)}`] : []),
  ];
  return remarks.map((remark) => `; ${remark}`).join('');
}

function undecided(claim: Claim, reason: string, pairs: number): ClaimVerdict {
  return {
    ...verdictHead(claim),
    verdict: 'inconclusive',
    reason,
    pairs,
    difference: null,
    interval: null,
    margin: claim.margin,
  };
}

function verdictHead({
  id,
  statement,
  paper,
  confidence,
}: Claim): Pick<ClaimVerdict, 'id' | 'statement' | 'paper' | 'confidence'> {
  return { id, statement, paper, confidence };
}

function sideText(side: Side | ConstantSide): string {
  if ('value' in side) return String(side.value);
  const { label, sparsity, measure, strategy } = side;
  const method = sparsity === 0 ? label : `${label} at ${percentText(sparsity)}`;
  const run = strategy === undefined ? method : `${method} with ${strategy}`;
  return measure === undefined ? run : `${measure} of ${run}`;
}
