/**
 * Multinomial logistic regression with an L2 penalty, fitted by accelerated descent on a fixed quadratic bound.
 *
 *   loss(W, b) = mean_i −ln softmax(x_i W + b)[y_i] + (λ/2) ‖W‖²        b is not penalised
 *   step       [W b] − M⁻¹ gradient,   M = ½ G + λ I,  G = mean of [x 1]ᵀ[x 1]
 *
 * M is above the Hessian whatever the weights (Böhning, 1992), so no step is too long and no line search needed; it is
 * factored once. Momentum: Nesterov's, as in FISTA (Beck & Teboulle, 2009), started anew where it points uphill
 * (O'Donoghue & Candès, 2015). Elementary arithmetic in float64, in a fixed order: the same bits anywhere.
 * Weights are `[columns + 1, classes]`, the last row is b.
 */
import { choleskyFactor, choleskySolve, exp, ln } from '@dsrnn/portable';
import type { Labelled } from './neighbours.ts';
import { rowOf, type Table } from './table.ts';

/** Where the largest entry of the gradient is below this a fit ends. */
const FLAT = 1e-4;

/** Penalty and length of a fit. */
export interface LogisticSettings {
  readonly classes: number;
  /** λ > 0 */
  readonly l2: number;
  /** At most so many steps. */
  readonly iterations: number;
}

/** Loss at `weights`; writes its gradient into `gradient`, of the same length. */
export function logisticLoss(
  { table, labels }: Labelled,
  weights: Float64Array,
  { classes, l2 }: Pick<LogisticSettings, 'classes' | 'l2'>,
  gradient: Float64Array,
): number {
  const { rows, columns } = table;
  const penalised = columns * classes;
  const residual = new Float64Array(classes);
  gradient.fill(0);
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const row = rowOf(table, i);
    const label = labels[i]!;
    classScores(row, weights, residual);
    const ofLabel = residual[label]!;
    loss += toSoftmax(residual) - ofLabel;
    residual[label]! -= 1;
    for (let j = 0, at = 0; j < columns; j++) {
      const value = row[j]!;
      for (let c = 0; c < classes; c++, at++) gradient[at]! += value * residual[c]!;
    }
    for (let c = 0; c < classes; c++) gradient[penalised + c]! += residual[c]!;
  }
  let squares = 0;
  for (let at = 0; at < gradient.length; at++) {
    gradient[at]! /= rows;
    if (at >= penalised) continue;
    gradient[at]! += l2 * weights[at]!;
    squares += weights[at]! * weights[at]!;
  }
  return loss / rows + (l2 / 2) * squares;
}

/** Fitted weights, from 0. */
export function fitLogistic(data: Labelled, settings: LogisticSettings): Float64Array {
  const { classes, l2, iterations } = settings;
  const size = (data.table.columns + 1) * classes;
  const factor = choleskyFactor(quadraticBound(data.table, l2), data.table.columns + 1);
  const gradient = new Float64Array(size);
  const step = new Float64Array(size);
  const ahead = new Float64Array(size);
  let weights = new Float64Array(size);
  let momentum = 1;
  for (let k = 0; k < iterations; k++) {
    logisticLoss(data, ahead, settings, gradient);
    step.set(gradient);
    choleskySolve(factor, data.table.columns + 1, step);
    const next = new Float64Array(size);
    let uphill = 0;
    let steepest = 0;
    for (let at = 0; at < size; at++) {
      next[at] = ahead[at]! - step[at]!;
      steepest = Math.max(steepest, Math.abs(gradient[at]!));
      uphill += gradient[at]! * (next[at]! - weights[at]!);
    }
    if (steepest < FLAT) return next;
    if (uphill > 0) momentum = 1;
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const carried = (momentum - 1) / nextMomentum;
    for (let at = 0; at < size; at++) ahead[at] = next[at]! + carried * (next[at]! - weights[at]!);
    momentum = nextMomentum;
    weights = next;
  }
  return weights;
}

/** The class with the largest score; ties: the lower one. */
export function predictedClass(row: Float64Array, weights: Float64Array, classes: number): number {
  const scores = new Float64Array(classes);
  classScores(row, weights, scores);
  let best = 0;
  for (let c = 1; c < classes; c++) if (scores[c]! > scores[best]!) best = c;
  return best;
}

function classScores(row: Float64Array, weights: Float64Array, scores: Float64Array): void {
  const classes = scores.length;
  const bias = row.length * classes;
  for (let c = 0; c < classes; c++) scores[c] = weights[bias + c]!;
  for (let j = 0, at = 0; j < row.length; j++) {
    const value = row[j]!;
    for (let c = 0; c < classes; c++, at++) scores[c]! += value * weights[at]!;
  }
}

/** Turns scores into their softmax; gives ln Σ exp of them. */
function toSoftmax(scores: Float64Array): number {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = exp(scores[c]! - largest);
    sum += scores[c]!;
  }
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum;
  return largest + ln(sum);
}

/** Lower triangle of M. */
function quadraticBound(table: Table, l2: number): Float64Array {
  const size = table.columns + 1;
  const bound = new Float64Array(size * size);
  const extended = new Float64Array(size).fill(1);
  for (let i = 0; i < table.rows; i++) {
    extended.set(rowOf(table, i));
    for (let a = 0; a < size; a++) {
      const value = extended[a]! / (2 * table.rows);
      for (let b = 0; b <= a; b++) bound[a * size + b]! += value * extended[b]!;
    }
  }
  for (let a = 0; a < table.columns; a++) bound[a * size + a]! += l2;
  return bound;
}
