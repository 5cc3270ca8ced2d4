/** Whether a recipe's warm-up and evaluations have room in its steps. */
import type { ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';
import { recipesOfBlock } from '../recipes-of-block.ts';

const why = {
  warmupSteps: 'the rate would never be reached',
  evaluateEvery: 'nothing would be evaluated before the end',
} as const;

/** Every recipe of a profile that would never reach its rate, or never be evaluated. Paths begin at the profile. */
export function scheduleIssues(profile: ResolvedProfile): FieldIssue[] {
  return recipesOfBlock(profile).flatMap(({ label, config, at }) => {
    const steps = Number(config['steps']);
    const longer = (['warmupSteps', 'evaluateEvery'] as const).filter(
      (field) => Number(config[field]) > steps,
    );
    return longer.map((field) => ({
      path: at,
      message: `recipe ${label}: ${field} is ${String(config[field])}, but training ends after ${String(steps)} steps, so ${why[field]}; expected at most ${String(steps)}`,
    }));
  });
}
