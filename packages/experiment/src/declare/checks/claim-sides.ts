/** Whether the fields of a claim go together, whatever the profiles have. */
import { canonicalJson, type Claim } from '@dsrnn/records';
import type { FieldIssue } from '../yaml/yaml-source.ts';

/** What a claim says of one side that it must say of the other, or must not say at all. */
export function claimSideIssues({ treatment, reference, equal }: Claim): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const wrong = (path: string[], message: string): void => {
    issues.push({ path, message });
  };
  const measured = treatment.measure !== undefined;
  if ('value' in reference) {
    if (equal !== undefined) wrong(['equal'], 'a number does no work: leave this out, or compare with runs');
    return issues;
  }
  if ((treatment.strategy === undefined) !== (reference.strategy === undefined)) {
    wrong(['reference', 'strategy'], 'both sides name a strategy, or neither');
  }
  if (measured !== (reference.measure !== undefined)) {
    wrong(
      ['reference', 'measure'],
      'both sides need a measure, or neither: scores and measures do not compare',
    );
  }
  if (canonicalJson(treatment) === canonicalJson(reference)) {
    wrong(['reference'], 'is the treatment itself, so every difference is 0: name another side');
  }
  return issues;
}
