/**
 * Masks of equal size that share units as evenly as can be: a seeded draw.
 *
 * Every task takes k of the units. All units serve ⌊tasks·k/units⌋ tasks or one more, which fixes what pairs of tasks share in
 * sum; how evenly they share it is the sum of the squares of the overlaps. Exchanges of two units between two tasks lower it and
 * change neither the sizes nor how many tasks a unit serves.
 */
import type { Rng } from '@dsrnn/portable';

/** Exchanges that are tried for each active unit of a task. */
const TRIES = 64;

/** Units `[tasks][k]` of each task, ascending. Needs 1 ≤ k ≤ units. */
export function balancedMasks(tasks: number, units: number, k: number, rng: Rng): number[][] {
  const member = leastUsed(tasks, units, k, rng);
  const sets = member.map((has) => Array.from(has.keys()).filter((unit) => has[unit] === 1));
  const overlaps = sets.map((own) => member.map((other) => own.filter((unit) => other[unit] === 1).length));
  for (let tried = tasks > 1 ? TRIES * tasks * k : 0; tried > 0; tried--) {
    const i = rng.integer(tasks);
    const j = (i + 1 + rng.integer(tasks - 1)) % tasks;
    exchange({ member, sets, overlaps }, [i, rng.integer(k)], [j, rng.integer(k)]);
  }
  return sets.map((own) => own.sort((a, b) => a - b));
}

/** Who has which unit, the same as lists, and how many units each pair of tasks shares. */
interface Draw {
  readonly member: readonly Uint8Array[];
  readonly sets: readonly number[][];
  readonly overlaps: readonly number[][];
}

/** Each task takes the units that serve the fewest tasks so far, in random order. */
function leastUsed(tasks: number, units: number, k: number, rng: Rng): Uint8Array[] {
  const uses = new Int32Array(units);
  return Array.from({ length: tasks }, () => {
    const order = [...rng.permutation(units)].sort((a, b) => (uses[a] as number) - (uses[b] as number));
    const has = new Uint8Array(units);
    for (const unit of order.slice(0, k)) {
      has[unit] = 1;
      uses[unit] = (uses[unit] as number) + 1;
    }
    return has;
  });
}

/** Exchanges a unit of task i for one of task j, by their places in the sets, unless that makes overlaps less even. */
function exchange(
  { member, sets, overlaps }: Draw,
  [i, placeA]: readonly [number, number],
  [j, placeB]: readonly [number, number],
): void {
  const [ofI, ofJ] = [member[i] as Uint8Array, member[j] as Uint8Array];
  const [setI, setJ] = [sets[i] as number[], sets[j] as number[]];
  const [a, b] = [setI[placeA] as number, setJ[placeB] as number];
  if (ofI[b] === 1 || ofJ[a] === 1) return;
  const [sharedI, sharedJ] = [overlaps[i] as number[], overlaps[j] as number[]];
  // With every other task l, i shares d more afterwards and j shares d less.
  const change = member.map((other, l) =>
    l === i || l === j ? 0 : (other[b] as number) - (other[a] as number),
  );
  const worse = change.reduce(
    (sum, d, l) => sum + 2 * d * (d + (sharedI[l] as number) - (sharedJ[l] as number)),
    0,
  );
  if (worse > 0) return;
  change.forEach((d, l) => {
    const shared = overlaps[l] as number[];
    sharedI[l] = (sharedI[l] as number) + d;
    sharedJ[l] = (sharedJ[l] as number) - d;
    if (l === i || l === j) return;
    shared[i] = sharedI[l];
    shared[j] = sharedJ[l];
  });
  [ofI[a], ofI[b], ofJ[b], ofJ[a]] = [0, 1, 0, 1];
  [setI[placeA], setJ[placeB]] = [b, a];
}
