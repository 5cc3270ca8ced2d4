/** Scores of a stream: what every measure of continual learning is computed from. */

/**
 * `scores[i][j]` is R[i+1,j+1]: the score on part j after learning part i, parts in the order of learning. As many rows as
 * parts; or a single one, of a run that learned all parts at once.
 */
export interface ScoreMatrix {
  readonly scores: readonly (readonly number[])[];
  /** Score on each part at the initial parameters. */
  readonly initial: readonly number[];
  /** Whether a high score is a good one: accuracy, not an error. */
  readonly higherIsBetter: boolean;
}

/** Throws RangeError unless there is at least one part, every row has a score for each, and rows are as many or one. */
export function checkScoreMatrix({ scores, initial }: ScoreMatrix): void {
  const parts = initial.length;
  const sizes = scores.map((row) => row.length).join(', ');
  if (
    parts === 0 ||
    (scores.length !== parts && scores.length !== 1) ||
    scores.some((row) => row.length !== parts)
  ) {
    throw new RangeError(
      `score matrix: ${String(scores.length)} rows of lengths [${sizes}] and ${String(parts)} initial scores; expected a row of one score a part after each part, or one row for a joint run`,
    );
  }
}
