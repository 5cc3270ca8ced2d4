/** What the recurrent part of a model reads of a task. */
import type { TaskShape } from '@dsrnn/datasets';

/** Input features of the recurrent part: those of the task, with a learned identity in place of the one-hot vector. */
export function cellFeatures({ features, parts }: TaskShape): number {
  return parts?.identity.kind === 'embedding' ? features - parts.count + parts.identity.size : features;
}

/** How many of them, the last ones, tell the part; 0 where nothing does. */
export function identityFeatures({ parts }: TaskShape): number {
  if (parts === undefined || parts.identity.kind === 'none') return 0;
  return parts.identity.kind === 'embedding' ? parts.identity.size : parts.count;
}
