/** Whether a claim knows which way its measure is better, as the declaration of the measure has it. */
import { derivedMeasures, type Claim, type Measure } from '@dsrnn/records';
import { measureOf, partsOfName } from '../measure-of.ts';
import type { Registries } from '../../spec/registries.ts';
import type { ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';

/**
 * What is wrong with `better` of a claim: left out where the declaration leaves it open, or against the declaration. Of a
 * measure that is none, nothing.
 */
export function claimDirectionIssues(
  { treatment: { measure }, better, tasks }: Claim,
  profiles: readonly ResolvedProfile[],
  registries: Registries,
): FieldIssue[] {
  const wrong = (message: string): FieldIssue[] => [{ path: ['better'], message }];
  if (measure === undefined) {
    return better === undefined ? [] : wrong('the test score knows which way it is better: leave this out');
  }
  const declared = declaredOf(measure, tasks, profiles, registries);
  if (declared === undefined) return [];
  if (declared.better === null) {
    return better === undefined ? wrong(`say which way ${measure} is better: higher or lower`) : [];
  }
  if (better === undefined || better === declared.better) return [];
  return wrong(
    `is ${better}, but ${measure} is declared to be better ${declared.better === 'higher' ? 'the higher' : 'the lower'} it is: leave this out, and turn the claim round if need be`,
  );
}

/** On the first task of the claim: tasks of several metrics are refused elsewhere. */
function declaredOf(
  measure: string,
  tasks: Claim['tasks'],
  profiles: readonly ResolvedProfile[],
  registries: Registries,
): Measure | undefined {
  const [source] = partsOfName(measure);
  const known =
    Object.hasOwn(derivedMeasures('accuracy'), measure) ||
    source === 'parts' ||
    profiles.some(({ probes }) => probes.some(({ kind }) => kind === source));
  const task = profiles
    .flatMap((profile) => profile.tasks)
    .find(({ label }) => tasks?.includes(label) ?? true);
  return known && task ? measureOf(measure, registries.metricOf(task.config), registries) : undefined;
}
