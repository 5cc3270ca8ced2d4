/**
 * Angle, bound and overlap of every pair of gradients.
 *
 * Theorem T1. Let G_e be gradients, S_e ⊇ {i : G_e,i ≠ 0}, B = S_a ∩ S_b, ρ_e = |G_e on B| / |G_e|. Then
 * ⟨G_a, G_b⟩ = ⟨G_a on B, G_b on B⟩ and |cos(G_a, G_b)| ≤ ρ_a ρ_b ≤ 1.
 * Proof. Outside B one factor of each product is 0, which is the first claim. Cauchy-Schwarz on B gives
 * |⟨G_a, G_b⟩| ≤ |G_a on B| |G_b on B|; divide by |G_a| |G_b|. Restricting never lengthens, so ρ ≤ 1.  □
 *
 * Here S_e is the smallest such set, the nonzero entries themselves: a smaller S_e gives a smaller B and smaller ρ, so
 * the bound is at most that of the supports which masks imply, and as exact. It asks nothing of the loss. Corollary C1:
 * with B empty the inner product is exactly 0; for a matrix, disjoint rows or disjoint columns suffice.
 *
 * |cos| ≤ overlap is false: with all of both gradients on one shared entry |cos| = 1 at any overlap. Theorem T4: if
 * ρ_a² ≤ κ |B|/|S_a| and likewise for b, then |cos| ≤ κ · overlap; ρ_a ρ_b / overlap is the κ of a pair.
 */
import type { PairSums } from './pair-sums.ts';

/** Two gradients, neither of them 0, by their positions a < b. */
export interface PairGeometry {
  readonly a: number;
  readonly b: number;
  /** ⟨G_a, G_b⟩: to first order, the fall of one's loss per unit of learning rate of a step on the other's. */
  readonly inner: number;
  /** |G_a| |G_b| */
  readonly lengths: number;
  readonly cosine: number;
  /** ρ_a ρ_b */
  readonly bound: number;
  /** |B| / √(|S_a| |S_b|) */
  readonly overlap: number;
}

/** Rounding of the sums of float64 products; the theorem itself is exact. */
const SLACK = 1e-9;

/** All pairs but those with a gradient that is 0, in order. */
export function pairGeometry(sums: PairSums): PairGeometry[] {
  const { count, squares, sizes } = sums;
  const pairs: PairGeometry[] = [];
  for (let a = 0, at = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++, at++) {
      const lengths = Math.sqrt(squares[a]!) * Math.sqrt(squares[b]!);
      if (lengths === 0) continue;
      const inner = sums.inner[at]!;
      const restricted = Math.sqrt(sums.squaresA[at]!) * Math.sqrt(sums.squaresB[at]!);
      pairs.push({
        a,
        b,
        inner,
        lengths,
        cosine: inner / lengths,
        bound: restricted / lengths,
        overlap: sums.shared[at]! / Math.sqrt(sizes[a]! * sizes[b]!),
      });
    }
  }
  return pairs;
}

/** Whether a pair breaks theorem T1: none does, unless something is computed wrongly. */
export function violatesBound({ cosine, bound }: PairGeometry): boolean {
  return !(Math.abs(cosine) <= bound * (1 + SLACK));
}
