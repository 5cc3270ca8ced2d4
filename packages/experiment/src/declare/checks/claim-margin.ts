/** Whether the runs can decide a claim: not where every result meets it, or none can, by what the numbers count. */
import type { Claim, Measure, Quantity } from '@dsrnn/records';
import type { FieldIssue } from '../yaml/yaml-source.ts';

/**
 * What is wrong with the number or the margin of a claim, whose direction is sound. `ofReference`: null where the reference
 * is a number.
 */
export function claimMarginIssues(
  claim: Claim,
  ofTreatment: Measure,
  ofReference: Measure | null,
): FieldIssue[] {
  const { treatment, reference } = claim;
  const rises = (claim.better ?? ofTreatment.better) === 'higher';
  if (!('value' in reference)) {
    if (ofReference === null || ofReference.unit === ofTreatment.unit) {
      const message = vacuousMargin(claim, rises, ofTreatment, ofReference ?? ofTreatment);
      return message === null ? [] : [{ path: ['margin'], message }];
    }
    const message = `${String(reference.measure)} counts ${ofReference.unit}, but the treatment's ${String(treatment.measure)} ${ofTreatment.unit}, so their difference means nothing: compare measures of one kind`;
    return [{ path: ['reference', 'measure'], message }];
  }
  const { value } = reference;
  const { unit, least, most } = ofTreatment;
  if (value < least || value > most) {
    const message = `is ${String(value)}, but ${unit} lies ${within(least, most)}; expected a number there`;
    return [{ path: ['reference', 'value'], message }];
  }
  const message = vacuousBound(claim, value, rises, ofTreatment);
  return message === null ? [] : [{ path: ['margin'], message }];
}

/** Beside a number, a claim asks for results beyond a bound. */
function vacuousBound(
  { kind, margin, relative }: Claim,
  value: number,
  rises: boolean,
  { unit, least, most }: Quantity,
): string | null {
  const width = relative ? margin * Math.abs(value) : margin;
  const bound = rises === (kind === 'superior') ? value + width : value - width;
  const always = rises ? bound < least : bound > most;
  const never = rises ? bound >= most : bound <= least;
  if (!always && !never) return null;
  const asked = `${kind} to ${String(value)} by this margin asks for ${unit} ${rises ? 'above' : 'below'} ${shown(bound)}`;
  return `${asked}, which ${always ? 'every' : 'no'} result is, as it lies ${within(least, most)}: take a smaller margin or another value`;
}

/** Beside runs, it asks for differences beyond its margin. */
function vacuousMargin(
  { kind, margin, relative }: Claim,
  rises: boolean,
  a: Quantity,
  b: Quantity,
): string | null {
  const outcome = kind === 'superior' ? 'no result can meet it' : 'every result meets it';
  if (relative) return vacuousShare(kind, margin, rises, a, b);
  const [better, worse] = rises ? [a, b] : [b, a];
  const [low, high] = [better.least - worse.most, better.most - worse.least];
  if (margin < (kind === 'superior' ? high : -low)) return null;
  return `is ${String(margin)}, but differences of ${a.unit} lie ${within(low, high)}, so ${outcome}; expected less than ${shown(kind === 'superior' ? high : -low)}`;
}

/** A share of the reference, which means something only of numbers that are not negative. */
function vacuousShare(
  kind: Claim['kind'],
  margin: number,
  rises: boolean,
  a: Quantity,
  b: Quantity,
): string | null {
  if (margin < 1 || a.least < 0 || b.least < 0) return null;
  const all = `is ${String(margin)} of the reference, all of it or more`;
  if (kind === 'non-inferior') {
    // Of an error, once the reference more is twice the error.
    return rises ? `${all}, so every result meets it; expected a share below 1` : null;
  }
  if (!rises)
    return `${all}, and ${a.unit} is never below 0, so no result can meet it; expected a share below 1`;
  return a.most === Infinity
    ? null
    : `${all}, but ${a.unit} ends at ${String(a.most)}: give the margin in units of it, without relative`;
}

function within(least: number, most: number): string {
  if (most === Infinity) return `at ${shown(least)} or above`;
  if (least === -Infinity) return `at ${shown(most)} or below`;
  return `between ${shown(least)} and ${shown(most)}`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
