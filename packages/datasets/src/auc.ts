/**
 * Area under the ROC curve, exactly, from ranks.
 *
 *   AUC = (pairs of a positive and a negative in which the positive scores higher + half the ties) / all such pairs
 *
 * the Mann-Whitney statistic over its greatest value; D. Bamber (1975), Journal of Mathematical Psychology 12, 387-415.
 * Pairs are counted in integers, so the order of the examples does not matter.
 */

/**
 * Area under the ROC curve in [0, 1]; 0.5 is chance. `scores` `[count]`, higher for more likely positive; `positive`
 * `[count]`, 0 for a negative and anything else for a positive. NaN if one class is absent or a score is NaN.
 */
export function areaUnderRoc(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i);
  // Compared, not subtracted: the difference of two infinities is not 0.
  order.sort((a, b) => (scores[a]! < scores[b]! ? -1 : scores[a]! > scores[b]! ? 1 : 0));

  let negatives = 0;
  let positives = 0;
  let wonTwice = 0; // pairs that the positive wins count 2, ties count 1
  for (let start = 0; start < order.length;) {
    const score = scores[order[start]!]!;
    if (Number.isNaN(score)) return NaN;
    let tiedNegatives = 0;
    let tiedPositives = 0;
    let end = start;
    for (; end < order.length && scores[order[end]!] === score; end++) {
      if (positive[order[end]!] === 0) tiedNegatives += 1;
      else tiedPositives += 1;
    }
    wonTwice += tiedPositives * (2 * negatives + tiedNegatives);
    negatives += tiedNegatives;
    positives += tiedPositives;
    start = end;
  }
  return wonTwice / (2 * positives * negatives); // 0 / 0 without one of the classes
}
