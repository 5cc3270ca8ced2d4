/** Masks that a router decides, declared: everything that decides them. */
import type { Mode } from '../../mode.ts';
import type { tf } from '../../tensor/tf.ts';
import type { ChannelBudget } from '../budget/channel-budget.ts';
import type { EstimatorDefinition } from '../estimators/estimator.ts';
import type { RouterInputSettings } from './router-input.ts';
import type { RouterValues } from './router.ts';

/** How the soft budget enters the loss: a fixed quadratic weight, or a multiplier for x and h `[2]`. */
export type SoftBudget = { readonly weight: number } | { readonly multipliers: tf.Tensor1D };

/** Everything that decides the masks. */
export interface Routing {
  readonly kind: 'routed';
  readonly parameters: RouterValues;
  readonly input: RouterInputSettings & { readonly detachState: boolean };
  readonly estimator: EstimatorDefinition;
  readonly estimatorConfig: Record<string, unknown>;
  readonly features: number;
  readonly units: number;
  readonly maskInputs: boolean;
  readonly budget: ChannelBudget;
  readonly softBudget: SoftBudget | null;
  readonly balanceWeight: number;
  readonly mode: Mode;
}
