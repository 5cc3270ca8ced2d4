/**
 * Budget and balance terms of the decisions about one mask, see gating/masks/routed-masks.ts, with their gradients:
 *
 *   budget    a(e), e = (1/B Σ σ(l − s))/n − ρ; a = w e² or μ e      dl = a′(e) σ′(l − s)/(B n)
 *   balance   w Σ_j (p̄_j − ρ)², p̄_j = 1/B Σ σ(l_j − θ)              dl = 2 w (p̄_j − ρ) σ′(l_j − θ)/B
 */
import { skipNumbers, type Floats, type Kernels, type Scratch, type Workspace } from '@dsrnn/kernels';

/** Weight w of a quadratic budget, or multiplier μ of a linear one; `shift` is s. */
export interface BudgetTerm {
  readonly kind: 'quadratic' | 'linear';
  readonly factor: number;
  readonly shift: number;
}

/** Sizes of one decision and the terms that it gets. */
export interface PenaltyTerms {
  readonly time: number;
  readonly batch: number;
  readonly channels: number;
  readonly k: number;
  readonly budget: BudgetTerm | null;
  /** w of the balance term; 0: none. */
  readonly balance: number;
}

/** The terms of all decisions about one mask in a pass. */
export class RoutingPenalty {
  /** Sum of the terms, and how many they are. */
  total = 0;
  terms = 0;
  readonly #kernels: Kernels;
  readonly #of: PenaltyTerms;
  /** dl of every decision, `[time, batch, channels]`, for a penalty whose gradient is 1. */
  readonly #slopes: Floats;
  readonly #p: Floats;
  readonly #threshold: Floats;
  readonly #mask: Floats;
  readonly #scratch: Scratch;

  constructor(kernels: Kernels, tape: Workspace, of: PenaltyTerms) {
    const size = of.batch * of.channels;
    this.#kernels = kernels;
    this.#of = of;
    this.#slopes = tape.take(of.time * size);
    this.#p = tape.take(size);
    this.#mask = tape.take(size);
    this.#threshold = tape.take(of.batch);
    this.#scratch = tape.take(of.channels + 8);
  }

  /** Takes the logits `[batch, channels]` of decision t. */
  add(t: number, logits: Floats): void {
    const { batch, channels, k, budget, balance } = this.#of;
    const size = batch * channels;
    const target = k / channels;
    this.#kernels.clear(this.#at(t), size);
    if (budget !== null) {
      const p = this.#probabilities(logits, () => budget.shift);
      let sum = 0;
      for (let i = 0; i < size; i++) sum += p[i] as number;
      const excess = sum / size - target;
      const quadratic = budget.kind === 'quadratic';
      this.total += quadratic ? budget.factor * excess * excess : budget.factor * excess;
      const slope = (quadratic ? 2 * budget.factor * excess : budget.factor) / size;
      this.#accumulate(t, p, () => slope);
      this.terms += 1;
    }
    if (balance > 0) {
      this.#kernels.run.topK(batch, channels, k, logits, this.#mask, this.#threshold, this.#scratch);
      const thresholds = this.#kernels.view(this.#threshold, batch);
      const p = this.#probabilities(logits, (row) => thresholds[row] as number);
      const usage = new Float64Array(channels);
      for (let i = 0; i < size; i++) {
        usage[i % channels] = (usage[i % channels] as number) + (p[i] as number) / batch;
      }
      for (const used of usage) this.total += balance * (used - target) * (used - target);
      this.#accumulate(t, p, (j) => (2 * balance * ((usage[j] as number) - target)) / batch);
      this.terms += 1;
    }
  }

  /** Adds to `dLogits` of decision t the gradient, for a penalty whose own gradient is `factor`. */
  addGradient(t: number, factor: number, dLogits: Floats): void {
    const size = this.#of.batch * this.#of.channels;
    this.#kernels.run.scaleInto(size, this.#at(t), factor, this.#p);
    this.#kernels.run.addInto(size, this.#p, dLogits);
  }

  /** σ(l − shift of the row), a view. */
  #probabilities(logits: Floats, shift: (row: number) => number): Float32Array {
    const { batch, channels } = this.#of;
    const scores = this.#kernels.view(logits, batch * channels);
    const p = this.#kernels.view(this.#p, batch * channels);
    for (let row = 0; row < batch; row++) {
      const by = shift(row);
      for (let i = row * channels; i < (row + 1) * channels; i++) p[i] = (scores[i] as number) - by;
    }
    this.#kernels.run.sigmoidInto(batch * channels, this.#p, this.#p);
    return p;
  }

  #accumulate(t: number, p: Float32Array, slope: (channel: number) => number): void {
    const { channels } = this.#of;
    const slopes = this.#kernels.view(this.#at(t), p.length);
    for (let i = 0; i < p.length; i++) {
      const value = p[i] as number;
      slopes[i] = (slopes[i] as number) + slope(i % channels) * value * (1 - value);
    }
  }

  #at(t: number): Floats {
    return skipNumbers(this.#slopes, t * this.#of.batch * this.#of.channels);
  }
}
