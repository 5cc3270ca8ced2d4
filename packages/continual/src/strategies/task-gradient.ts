/** The gradient that most strategies start from. */
import type { Examples } from '@dsrnn/datasets';
import type { Gradient, Learner, Term } from '../strategy.ts';

/** The task loss of a batch as a term. */
export function taskTerm(batch: Examples, weight = 1): Term {
  return { batch, weight, loss: { kind: 'task' } };
}

/** Mean task loss of a batch and its gradient. */
export function taskGradient(learner: Learner, batch: Examples): Promise<Gradient> {
  return learner.gradient([taskTerm(batch)]);
}
