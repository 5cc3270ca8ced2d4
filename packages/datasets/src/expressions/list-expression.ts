/**
 * Random nested list operations on the digits 0 … 9, in prefix form, with their value.
 *
 *   [MAX 2 9 [MIN 4 7 ] 0 ]   = max(2, 9, min(4, 7), 0) = 9
 *
 * MIN, MAX; MED the median, of an even number of values the mean of the middle two rounded down; SM the sum modulo 10.
 * After Nangia & Bowman (2018), ListOps, in the tokens of Tay et al. (2021), Long Range Arena, without parentheses.
 */
import type { Rng } from '@dsrnn/portable';

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** What an operator makes of two or more digits: a digit. */
export const listOperations = {
  MIN: (values: readonly number[]): number => Math.min(...values),
  MAX: (values: readonly number[]): number => Math.max(...values),
  MED: (values: readonly number[]): number => {
    const sorted = ascending(values);
    const middle = sorted.length / 2;
    return Math.floor((sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2);
  },
  SM: (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) % 10,
} as const;

const operators = Object.keys(listOperations) as (keyof typeof listOperations)[];

/** The 15 tokens: the digits, at their own index, the four opening brackets with their operator, and the closing one. */
export const listTokens: readonly string[] = [
  ...Array.from({ length: 10 }, (_, digit) => String(digit)),
  ...operators.map((operator) => `[${operator}`),
  ']',
];

const OPENING = 10;
const CLOSING = OPENING + operators.length;

/** Limits of an expression. */
export interface ExpressionLimits {
  /** Most operators inside each other, 1 or more. */
  readonly depth: number;
  /** Most arguments of an operator, 2 or more; their number is uniform from 2 up. */
  readonly arguments: number;
  /** Probability that an argument is an operation and not a digit, where `depth` allows it. */
  readonly nesting: number;
}

/** Tokens as indices into `listTokens`, and the value of the whole, 0 … 9. */
export interface ListExpression {
  readonly tokens: readonly number[];
  readonly value: number;
}

/**
 * Draws one expression; the outermost is always an operation. Operators and digits are uniform. Gives up, with
 * undefined, as soon as more than `longest` tokens are needed.
 */
export function drawListExpression(
  { depth, arguments: most, nesting }: ExpressionLimits,
  longest: number,
  rng: Rng,
): ListExpression | undefined {
  const tokens: number[] = [];

  function operation(level: number): number {
    const operator = rng.integer(operators.length);
    tokens.push(OPENING + operator);
    const values: number[] = [];
    for (let left = 2 + rng.integer(most - 1); left > 0 && tokens.length < longest; left--) {
      values.push(level < depth && rng.uniform() < nesting ? operation(level + 1) : digit());
    }
    tokens.push(CLOSING);
    return listOperations[operators[operator]!](values);
  }

  function digit(): number {
    const value = rng.integer(10);
    tokens.push(value);
    return value;
  }

  const value = operation(1);
  return tokens.length > longest ? undefined : { tokens, value };
}

/** Tokens of the largest expression: an operator, its arguments and a bracket, `depth` levels of them. */
export function mostListTokens({ depth, arguments: most }: Omit<ExpressionLimits, 'nesting'>): number {
  let tokens = 1;
  for (let level = 0; level < depth; level++) tokens = most * tokens + 2;
  return tokens;
}

/**
 * The outermost operator and its result on those of its arguments that are digits, as text: `MAX 9`. If none is a digit,
 * the operator alone.
 */
export function outermostResult(tokens: readonly number[]): string {
  const digits: number[] = [];
  let level = 0;
  for (const token of tokens) {
    if (token === CLOSING) level -= 1;
    else if (token >= OPENING) level += 1;
    else if (level === 1) digits.push(token);
  }
  const operator = operators[tokens[0]! - OPENING]!;
  return digits.length === 0 ? operator : `${operator} ${listOperations[operator](digits)}`;
}
