/** Masks that a router decides, declared: everything that decides them. */
import type { Mode } from '../../mode.ts';
import type { tf } from '../../tensor/tf.ts';
import { groupCount } from '../budget/channel-groups.ts';
import type { ChannelBudget } from '../budget/channel-budget.ts';
import type { EstimatorDefinition } from '../estimators/estimator.ts';
import type { RouterInputSettings } from './router-input.ts';
import type { RouterValues } from './router.ts';

/** How the soft budget enters the loss: a fixed quadratic weight, or a multiplier for x and h `[2]`. */
export type SoftBudget = { readonly weight: number } | { readonly multipliers: tf.Tensor1D };

/** The groups of hidden channels that a router scores. */
export interface HiddenGroups {
  readonly size: number;
  readonly count: number;
  /** How many are to be active. */
  readonly k: number;
}

/** The groups of a routing; where they are of one channel each, its channels. */
export function hiddenGroups({
  units,
  groupSize: size = 1,
  budget,
}: Pick<Routing, 'units' | 'groupSize' | 'budget'>): HiddenGroups {
  return { size, count: groupCount(units, size), k: groupCount(budget.h, size) };
}

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
  /** Units of a group, which are scored and active together; absent: 1. */
  readonly groupSize?: number;
  /** Channels; of units in groups what whole groups hold. */
  readonly budget: ChannelBudget;
  readonly softBudget: SoftBudget | null;
  readonly balanceWeight: number;
  /** Given the mean of the router's hidden layer `[width]` over all decisions of a pass. Only where no state is read. */
  readonly watchHidden?: ((mean: tf.Tensor1D) => void) | undefined;
  readonly mode: Mode;
}
