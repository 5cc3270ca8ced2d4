/**
 * A model whose units and inputs are masked by some source: what DS and its controls have in common.
 *
 * Core MACs: rows = h columns = k_h, x columns = k_x, because rows and columns share the hidden mask. Ablations mask one
 * side only, see `activeChannels`.
 */
import type { Rng } from '@dsrnn/portable';
import { SettingError } from '../errors.ts';
import {
  activeChannels,
  channelBudget,
  denseMacs,
  macDensity,
  type ChannelBudget,
} from '../gating/budget/channel-budget.ts';
import { groupCount } from '../gating/budget/channel-groups.ts';
import type { MaskSides } from '../gating/budget/mask-sides.ts';
import type { ReadRule } from '../gating/gating.ts';
import type { MaskSource } from '../gating/masks/mask-source.ts';
import type { Mode } from '../mode.ts';
import {
  asParameters,
  disposeParameters,
  type InitialValues,
  type ParametersOf,
} from '../tensor/parameters.ts';
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
  /** What the masks act on; absent: `both`. */
  readonly sides?: MaskSides | undefined;
  /** Which hidden channels a step reads; absent: `current`. */
  readonly read?: ReadRule | undefined;
  /** Units of a group, which are active together; absent: 1. */
  readonly groupSize?: number | undefined;
}

/** Whether inputs are masked under `settings`: not where rows alone are, which read everything. */
export function masksInputs({ maskInputs, sides }: Pick<MaskSettings, 'maskInputs' | 'sides'>): boolean {
  return maskInputs && sides !== 'rows';
}

/** What differs between masked methods. */
export interface MaskedChoices<Extra extends InitialValues> extends Partial<
  Omit<RecurrentModel, 'gating' | 'macs' | 'dispose' | 'parameters'>
> {
  /** Parameters besides the cell's, if there are any. */
  readonly extra: Extra;
  /** MACs of deciding the masks, per step. */
  readonly routerMacs: number;
  readonly masks: (mode: Mode, extra: ParametersOf<Extra>) => MaskSource;
}

/**
 * Channels that stay active under `settings`. Throws SettingError for what has nothing to act on: `inactive: zero` on a
 * linear recurrence, whose state goes on by itself; one side of a linear recurrence, whose units read no other's state;
 * `inactive: zero` where all units are computed; `inputDensity` where all inputs are read because rows alone are masked;
 * units in one group, of which none can be left out; `read: previous` where there is no product of the state, or no other mask to read by: one side alone, masks of the scope of
 * a sequence.
 */
export function maskBudget(
  context: MethodContext,
  settings: MaskSettings,
  scope: MaskSource['scope'] = 'step',
): ChannelBudget {
  checkSides(context, settings);
  checkGroups(context, settings);
  if (settings.read === 'previous') checkPrevious(context, settings, scope);
  if (context.cell.recurrence === 'linear' && settings.inactive === 'zero') {
    throw new SettingError(
      'method.inactive',
      `is zero, but the state of ${context.cell.kind} goes on decaying while a channel is inactive, and its output is 0; ` +
        'leave the setting out',
    );
  }
  return channelBudget({ ...context, ...settings });
}

function checkGroups({ settings: { units } }: MethodContext, { groupSize = 1 }: MaskSettings): void {
  if (groupSize === 1 || groupCount(units, groupSize) > 1) return;
  throw new SettingError(
    'method.groupSize',
    `is ${String(groupSize)}, but the layer has ${String(units)} units, so that all are in one group and none can be left ` +
      'out; use smaller groups or more units',
  );
}

function checkSides({ cell }: MethodContext, { sides = 'both', inactive, inputDensity }: MaskSettings): void {
  if (sides === 'both') return;
  if (cell.recurrence === 'linear') {
    throw new SettingError(
      'method.sides',
      `is ${sides}, but the masks of ${cell.kind} act on its inputs and outputs, so that rows and columns are one; ` +
        'use both, or a cell whose recurrence is nonlinear (lstm, gru, ltc)',
    );
  }
  if (sides === 'columns' && inactive === 'zero') {
    throw new SettingError(
      'method.inactive',
      'is zero, but with sides: columns every unit takes its candidate state; leave the setting out',
    );
  }
  if (sides === 'rows' && inputDensity !== null) {
    throw new SettingError(
      'method.inputDensity',
      `is ${String(inputDensity)}, but with sides: rows all inputs are read; leave the setting out`,
    );
  }
}

function checkPrevious(
  { cell }: MethodContext,
  { sides = 'both' }: MaskSettings,
  scope: MaskSource['scope'],
): void {
  const refuse = (why: string): never => {
    throw new SettingError('method.read', `is previous, but ${why}`);
  };
  if (cell.recurrence === 'linear') {
    refuse(
      `no product of ${cell.kind} reads its state, which is a convolution of what its channels were given; leave the ` +
        'setting out, or use a cell whose recurrence is nonlinear (lstm, gru, ltc)',
    );
  }
  if (sides === 'rows') refuse('with sides: rows all channels are read; leave one of the two settings out');
  if (sides === 'columns') {
    refuse('with sides: columns every unit is written at every step; leave one of the two settings out');
  }
  if (scope === 'sequence') {
    refuse(
      'one mask serves the whole sequence, so that a step reads what the step before wrote anyway; leave the setting out, ' +
        'or decide a mask per step (router.input x, xh or ema; scope: step)',
    );
  }
}

/**
 * MACs with `active` channels active, under the sides that `settings` mask. With `read: previous` columns are as many as rows,
 * also at the first step, which reads none: so much a dense cell is charged there too. An LTC is charged for all pairs in
 * every solver pass, though units that rest are summed once a step.
 */
export function maskedMacs(
  context: MethodContext,
  active: ChannelBudget,
  routerMacs: number,
  { sides }: Pick<MaskSettings, 'sides'>,
): MacCount {
  const { cell, settings, features } = context;
  const core = cell.macs(settings, features, activeChannels(active, features, settings.units, sides));
  return macCount(denseMacs(cell, settings, features), core, routerMacs);
}

/** What can be said before training of a masked model that has no router. */
export function maskedPlan(
  context: MethodContext<MaskSettings>,
  scope: MaskSource['scope'] = 'step',
): MethodPlan {
  const { cell, settings, features, config } = context;
  return {
    units: settings.units,
    parameters: cell.parameterCount(settings, features),
    macs: maskedMacs(context, maskBudget(context, config, scope), 0, config),
    ...askedMacs(context, config),
  };
}

/** Core MACs that the sparsity asks for, unless `settings` say by hand how many channels are active. */
export function askedMacs(
  { cell, settings, features, sparsity, sparsityOf }: MethodContext,
  { inputDensity, hiddenDensity, sides }: MaskSettings,
): Pick<MethodPlan, 'asked'> {
  if (inputDensity !== null || hiddenDensity !== null) return {};
  return { asked: denseMacs(cell, settings, features) * macDensity(sparsity, sparsityOf, sides) };
}

/** Builds the model. The cell's weights come from the stream `init/cell`, the same for every method. */
export function maskedModel<Extra extends InitialValues>(
  context: MethodContext,
  maskSettings: MaskSettings,
  choices: MaskedChoices<Extra>,
  rng: Rng,
): RecurrentModel {
  const { cell, settings, features } = context;
  const { extra, routerMacs, masks, ...rest } = choices;
  const own = asParameters(cell.init(settings, features, rng.fork('init/cell')));
  const added = asParameters(extra);
  const parameters = { ...own, ...added };
  const buffers = choices.buffers ?? {};
  const { inactive, sides = 'both', read = 'current' } = maskSettings;
  return {
    ...passive,
    ...rest,
    cell,
    settings,
    parameters,
    buffers,
    gating: (mode) => ({ kind: 'masked', masks: masks(mode, added), inactive, sides, read }),
    macs: (activity) => maskedMacs(context, activity, routerMacs, maskSettings),
    dispose: () => {
      disposeParameters(parameters);
      disposeParameters(buffers);
    },
  };
}
