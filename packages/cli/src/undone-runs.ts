/** Says which runs have no result, in one sentence wherever that is met. */
import { count } from '@dsrnn/portable';

/** A profile of an experiment, and how many of its runs have no result. */
export interface UndonePlace {
  readonly experiment: string;
  readonly profile: string;
  readonly missing: number;
}

/** `12 runs have no result: toy (quick) 12; …`, with the command that computes them. */
export function undoneRuns(places: readonly UndonePlace[]): string {
  const sum = places.reduce((total, { missing }) => total + missing, 0);
  const list = places.map(({ experiment, profile, missing }) => `${experiment} (${profile}) ${missing}`);
  const [first, ...others] = places;
  const { experiment, profile } =
    first !== undefined && others.length === 0 ? first : { experiment: '<experiment>', profile: '<profile>' };
  return (
    `${count(sum, 'run has', 'runs have')} no result: ${list.join(', ')}; ` +
    `\`dsrnn run ${experiment} --profile ${profile}\` computes ${sum === 1 ? 'it' : 'them'}`
  );
}
