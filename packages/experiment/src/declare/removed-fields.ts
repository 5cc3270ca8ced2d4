/** Fields that files had in earlier versions, and what to write instead. */
import type { FieldIssue } from './yaml/yaml-source.ts';

const blocks =
  'list the cross products under `blocks` of the profile, as blocks: [{ architectures: [lstm-64] }, { architectures: [gru-64], methods: [ds], seeds: [1, 2] }]; a list that a block leaves out is that of the profile';

const removed: Readonly<Record<string, string>> = {
  exclude: `is no longer read, for a grid says what it has, not what it lacks: ${blocks}`,
  include: `is no longer read, for a grid is one union: ${blocks}`,
};

/** Of an unknown key that was known once, what replaced it; other issues as they are. */
export function wordRemoved(issue: FieldIssue): FieldIssue {
  const [key, ...below] = issue.path;
  const message = below.length === 0 ? removed[String(key)] : undefined;
  return message === undefined ? issue : { ...issue, message };
}
