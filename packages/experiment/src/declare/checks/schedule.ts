/** Whether a recipe's warm-up and evaluations have room in its steps. */
import type { ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';
import { recipesOfBlock } from '../recipes-of-block.ts';

/** Every recipe of profile `name` that would never reach its rate, or never be evaluated. */
export function scheduleIssues(name: string, profile: ResolvedProfile): FieldIssue[] {
  return recipesOfBlock(profile).flatMap(({ label, config, at }) => {
    const path = ['profiles', name, ...at];
    const steps = Number(config['steps']);
    const longer = (['warmupSteps', 'evaluateEvery'] as const).filter(
      (field) => Number(config[field]) > steps,
    );
    const why = {
      warmupSteps: 'the rate would never be reached',
      evaluateEvery: 'nothing would be evaluated before the end',
    };
    return longer.map((field) => ({
      path,
      message: `recipe ${label}: ${field} is ${String(config[field])}, but training ends after ${String(steps)} steps, so ${why[field]}; expected at most ${String(steps)}`,
    }));
  });
}
