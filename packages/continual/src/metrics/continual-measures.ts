/**
 * What is measured of a stream of T parts, from its matrix R (score-matrix.ts) and the initial scores b.
 *
 * Papers and libraries disagree about denominators and about what forgetting is: the code published with GEM divides BWT
 * and FWT by T; Mammoth and the GEM paper by T − 1; forgetting counts from the best score before the end (Chaudhry et al.
 * 2018, who also look at rows before a part was learned; Mammoth, which also looks at the last row, so that it is never
 * below 0; here: rows from when the part was learned to the one before the last), or from the score just after learning
 * (Avalanche). So each measure carries its formula. With one part
 * alone, or all parts learned at once, differences over time do not exist: such a measure is absent, not 0 and not NaN.
 */
import { checkScoreMatrix, type ScoreMatrix } from './score-matrix.ts';

/** One measure. */
export interface ContinualMeasure {
  readonly name: string;
  readonly title: string;
  /** With T the number of parts; for scores of which a low one is good see `lowerIsBetterNote`. */
  readonly formula: string;
  /** Which way it is better, or as the score itself. */
  readonly better: 'higher' | 'lower' | 'as-score';
  /** undefined where the measure does not exist. Throws RangeError for a matrix that is none. */
  of(matrix: ScoreMatrix): number | undefined;
}

/** How formulas read where a low score is good. */
export const lowerIsBetterNote =
  'where a low score is good, differences change their sign and max and min change places: forgetting > 0 is worse, BWT and FWT > 0 are better';

/** The measures, in the order of tables. */
export const continualMeasures = [
  {
    name: 'mean',
    title: 'ACC',
    formula: 'ACC = 1/T sum_{j=1..T} R[T,j]',
    better: 'as-score',
    of: (matrix) => mean(lastRow(matrix)),
  },
  {
    name: 'worst',
    title: 'worst part',
    formula: 'min_{j=1..T} R[T,j]',
    better: 'as-score',
    of: (matrix) => (matrix.higherIsBetter ? Math.min(...lastRow(matrix)) : Math.max(...lastRow(matrix))),
  },
  {
    name: 'learning',
    title: 'score when learned',
    formula: '1/T sum_{j=1..T} R[j,j]',
    better: 'as-score',
    of: (matrix) => {
      const rows = rowsOfStream(matrix);
      return rows && mean(rows.map((row, j) => row[j]!));
    },
  },
  {
    name: 'forgetting',
    title: 'forgetting from the best',
    formula: '1/(T-1) sum_{j=1..T-1} (max_{i=j..T-1} R[i,j] - R[T,j])',
    better: 'lower',
    of: (matrix) =>
      meanGain(matrix, (gain, rows) => {
        const last = rows.at(-1)!;
        return last.slice(0, -1).map((final, j) => {
          const before = rows.slice(j, -1).map((row) => gain(final, row[j]!));
          return Math.max(...before);
        });
      }),
  },
  {
    name: 'forgetting-first',
    title: 'forgetting from when learned',
    formula: '1/(T-1) sum_{j=1..T-1} (R[j,j] - R[T,j])',
    better: 'lower',
    of: (matrix) =>
      meanGain(matrix, (gain, rows) => rows.slice(0, -1).map((row, j) => gain(rows.at(-1)![j]!, row[j]!))),
  },
  {
    name: 'bwt',
    title: 'BWT',
    formula: 'BWT = 1/(T-1) sum_{j=1..T-1} (R[T,j] - R[j,j])',
    better: 'higher',
    of: (matrix) =>
      meanGain(matrix, (gain, rows) => rows.slice(0, -1).map((row, j) => gain(row[j]!, rows.at(-1)![j]!))),
  },
  {
    name: 'fwt',
    title: 'FWT',
    formula: 'FWT = 1/(T-1) sum_{j=2..T} (R[j-1,j] - b[j])',
    better: 'higher',
    of: (matrix) =>
      meanGain(matrix, (gain, rows) =>
        rows.slice(0, -1).map((row, i) => gain(matrix.initial[i + 1]!, row[i + 1]!)),
      ),
  },
] as const satisfies readonly ContinualMeasure[];

/** All measures that exist, by name. Throws RangeError for a matrix that is none. */
export function continualMeasuresOf(matrix: ScoreMatrix): Record<string, number> {
  const measures: readonly ContinualMeasure[] = continualMeasures;
  return Object.fromEntries(
    measures.flatMap((measure) => {
      const value = measure.of(matrix);
      return value === undefined ? [] : [[measure.name, value]];
    }),
  );
}

type Rows = ScoreMatrix['scores'];

function lastRow(matrix: ScoreMatrix): readonly number[] {
  checkScoreMatrix(matrix);
  return matrix.scores.at(-1)!;
}

/** The rows, if there is one after each part. */
function rowsOfStream(matrix: ScoreMatrix): Rows | undefined {
  checkScoreMatrix(matrix);
  return matrix.scores.length === matrix.initial.length ? matrix.scores : undefined;
}

/** Mean over T − 1 of differences between scores; `gain(from, to)` is above 0 if `to` is the better one. */
function meanGain(
  matrix: ScoreMatrix,
  differences: (gain: (from: number, to: number) => number, rows: Rows) => number[],
): number | undefined {
  const rows = rowsOfStream(matrix);
  if (rows === undefined || rows.length === 1) return undefined;
  return mean(differences((from, to) => (matrix.higherIsBetter ? to - from : from - to), rows));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
