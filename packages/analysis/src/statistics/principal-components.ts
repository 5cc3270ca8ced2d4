/**
 * Principal component analysis of a few rows, by the singular values of the centred table (library ml-pca). It uses
 * + − × / and square roots only, so that it gives the same bits everywhere.
 */
import { PCA } from 'ml-pca';
import { AnalysisError } from '../errors.ts';

/** Components of a table. */
export interface PrincipalComponents {
  /** `[rows][count]`, in the unit of the table, mean 0. */
  readonly scores: readonly (readonly number[])[];
  /** Share of the variance by component, in [0, 1]; null in all where all rows are equal. */
  readonly explained: readonly (number | null)[];
}

/** Below this share of the variance a component is rounding error. */
const NEGLIGIBLE = 1e-12;

/**
 * The first `count` components of `rows`, centred and not scaled. The sign of a component is chosen so that its
 * loading of largest size (ties: of the first column) is positive. Components beyond the rank are 0.
 * Throws AnalysisError if a row differs in length from the others.
 */
export function principalComponents(
  rows: readonly (readonly number[])[],
  count: number,
): PrincipalComponents {
  const [first] = rows;
  if (rows.some((row) => row.length !== first?.length)) {
    throw new AnalysisError('principal components: expected rows of one length');
  }
  const columns = Array.from({ length: count }, (_, component) => component);
  if (first === undefined || rows.every((row) => row.every((value, j) => value === first[j]))) {
    return { scores: rows.map(() => columns.map(() => 0)), explained: columns.map(() => null) };
  }
  const table = rows.map((row) => [...row]);
  const pca = new PCA(table);
  const projected = pca.predict(table).to2DArray();
  const shares = pca.getExplainedVariance();
  const loadings = pca.getEigenvectors();
  const signs = columns.map((component) =>
    (shares[component] ?? 0) < NEGLIGIBLE ? 0 : signOfLargest(loadings.getColumn(component)),
  );
  return {
    scores: projected.map((row) => signs.map((sign, component) => (sign === 0 ? 0 : sign * row[component]!))),
    explained: signs.map((sign, component) => (sign === 0 ? 0 : shares[component]!)),
  };
}

function signOfLargest(loadings: readonly number[]): 1 | -1 {
  const largest = loadings.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? -1 : 1;
}
