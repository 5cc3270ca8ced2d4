/**
 * A model whose units and inputs are masked by some source: what DS and its controls have in common.
 *
 * Core MACs: rows = h columns = k_h, x columns = k_x, because rows and columns share the hidden mask.
 */
import type { Rng } from '@dsrnn/portable';
import { channelBudget, denseMacs, type ChannelBudget } from '../channel-budget.ts';
import { SettingError } from '../errors.ts';
import type { Mode } from '../mode.ts';
import { asParameters, disposeParameters, type InitialValues, type Parameters } from '../parameters.ts';
import type { MaskSource } from '../masks/mask-source.ts';
import {
  macCount,
  passive,
  type MacCount,
  type MethodContext,
  type MethodPlan,
  type RecurrentModel,
} from './method.ts';

/** How inactive units behave: keep their state, or lose it. */
export type Inactive = 'carry' | 'zero';

/** Settings that every masked method shares. */
export interface MaskSettings {
  readonly inactive: Inactive;
  readonly maskInputs: boolean;
  readonly inputDensity: number | null;
  readonly hiddenDensity: number | null;
}

/** What differs between masked methods. */
export interface MaskedParts extends Partial<
  Omit<RecurrentModel, 'gating' | 'macs' | 'dispose' | 'parameters'>
> {
  /** Parameters besides the cell's. */
  readonly extra?: InitialValues;
  /** MACs of deciding the masks, per step. */
  readonly routerMacs: number;
  readonly masks: (mode: Mode, parameters: Parameters) => MaskSource;
}

/**
 * Channels that stay active under `settings`. Throws SettingError for `inactive: zero` on a linear recurrence, whose
 * state goes on by itself.
 */
export function maskBudget(context: MethodContext, settings: MaskSettings): ChannelBudget {
  if (context.cell.recurrence === 'linear' && settings.inactive === 'zero') {
    throw new SettingError(
      'method.inactive',
      `is zero, but the state of ${context.cell.kind} goes on decaying while a channel is inactive, and its output is 0; ` +
        'leave the setting out',
    );
  }
  return channelBudget({ ...context, ...settings });
}

/** MACs with `budget` channels active. */
export function maskedMacs(context: MethodContext, active: ChannelBudget, routerMacs: number): MacCount {
  const { cell, settings, features } = context;
  const core = cell.macs(settings, features, { rows: active.h, x: active.x, h: active.h });
  return macCount(denseMacs(cell, settings, features), core, routerMacs);
}

/** What can be said before training of a masked model that has no router. */
export function maskedPlan(context: MethodContext<MaskSettings>): MethodPlan {
  const { cell, settings, features, config } = context;
  return {
    units: settings.units,
    parameters: cell.parameterCount(settings, features),
    macs: maskedMacs(context, maskBudget(context, config), 0),
  };
}

/** Builds the model. The cell's weights come from the stream `init/cell`, the same for every method. */
export function maskedModel(
  context: MethodContext,
  { inactive }: MaskSettings,
  parts: MaskedParts,
  rng: Rng,
): RecurrentModel {
  const { cell, settings, features } = context;
  const { extra, routerMacs, masks, ...rest } = parts;
  const parameters = {
    ...asParameters(cell.init(settings, features, rng.fork('init/cell'))),
    ...asParameters(extra ?? {}),
  };
  const buffers = parts.buffers ?? {};
  return {
    ...passive,
    ...rest,
    cell,
    settings,
    parameters,
    buffers,
    gating: (mode) => ({ kind: 'masked', masks: masks(mode, parameters), inactive }),
    macs: (activity) => maskedMacs(context, activity, routerMacs),
    dispose: () => {
      disposeParameters(parameters);
      disposeParameters(buffers);
    },
  };
}
