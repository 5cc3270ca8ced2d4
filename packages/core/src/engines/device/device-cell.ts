/** What a cell is on a device, where every op is the launch of a kernel (see backends/composition.ts). */
import type { CellDefinition, ValuesOf, SettingsOf, State, StateOf, StepInputs } from '../../cells/cell.ts';
import type { tf } from '../../tensor/tf.ts';

/** A cell for one sequence on a device, ready to run. */
export type DeviceCell<Cell extends CellDefinition = CellDefinition> = (
  settings: SettingsOf<Cell>,
  parameters: ValuesOf<Cell>,
) => StepwisePass<StateOf<Cell>> | WholePass;

/** The same function as the `step` of the cell, with the products of inputs taken for many steps at once. */
export interface StepwisePass<Memory extends State = State> {
  readonly kind: 'stepwise';
  /**
   * What steps read of their inputs alone, `[rows, ·]` each, for any number of rows `[rows, features]` and their mask
   * `[rows or 1, features]`.
   */
  project(x: tf.Tensor2D, maskX: tf.Tensor2D | null): readonly tf.Tensor2D[];
  /** The candidate next state, from the rows of a step. */
  step(projected: readonly tf.Tensor2D[], inputs: Omit<StepInputs, 'x' | 'maskX'>, state: Memory): Memory;
}

/** The same for a linear recurrence: all steps at once. Rows are step after step, `[time · batch, ·]`. */
export interface WholePass {
  readonly kind: 'whole';
  run(inputs: Omit<StepInputs, 'rows'>, batch: number): tf.Tensor2D;
}
