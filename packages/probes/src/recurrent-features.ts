/** What the recurrent part of a model reads at a step. */
import type { ProbeSubject } from './probe.ts';

/** Its number of input features: those of the task, with a learned identity in place of the one-hot vector. */
export function recurrentFeatures({
  model: { embedding },
  data: { features },
}: Pick<ProbeSubject, 'model'> & { readonly data: { readonly features: number } }): number {
  return embedding === undefined ? features : features - embedding.count + embedding.size;
}
