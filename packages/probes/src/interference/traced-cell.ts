/**
 * A cell that can be asked, at every step, for what its products read and for the gradients of its pre-activations.
 *
 *   [W I] [u_t; e_t] + b = W u_t + b + e_t,   e_t = 0   so   ∂L/∂e_t = δ_t
 *
 * An identity below each matrix lets e_t in with what the matrix reads: the cell's own step runs, and adds exact zeros. In
 * a batch, row i of e_t is of example i alone, so one backward pass gives the δ_t of all examples.
 */
import { parameter, tf, type CellDefinition, type InitialValues } from '@dsrnn/core';

/** What is put into a pass, and who is told what. */
export interface Tracing {
  /** e_t by matrix and step, each `[batch, outputs]`; a matrix without is only read. */
  readonly perturbations: Readonly<Record<string, readonly tf.Tensor[]>>;
  /** Told once a step what each matrix reads, `[batch, inputs]`: masked, and as transmitted. */
  readonly reads: (matrix: string, u: tf.Tensor2D) => void;
}

/** What the cell prepared for a sequence, and at which step it is. */
interface TracedSequence {
  readonly prepared: unknown;
  step: number;
}

/**
 * `cell` for one pass, on the reference engine: no other has anything for a copy. The first of its weight `matrices` reads the inputs, each other the hidden
 * vector of its slot (see StepInputs).
 */
export function tracedCell(
  cell: CellDefinition,
  matrices: readonly string[],
  { perturbations, reads }: Tracing,
): CellDefinition {
  return {
    ...cell,
    prepare: (settings, parameters): TracedSequence => ({
      prepared: cell.prepare(settings, withIdentities(parameters, Object.keys(perturbations))),
      step: 0,
    }),
    step(sequence, inputs, state) {
      const { maskX, maskH, sent } = inputs;
      const { prepared, step } = sequence as TracedSequence;
      (sequence as TracedSequence).step += 1;
      const entering = (matrix: string, u: tf.Tensor2D): tf.Tensor2D => {
        reads(matrix, u);
        const perturbation = perturbations[matrix]?.[step];
        return perturbation === undefined ? u : tf.concat([u, perturbation as tf.Tensor2D], 1);
      };
      // A linear recurrence masks its channels itself. The others mask what was sent, which is wider here.
      const linear = cell.recurrence === 'linear';
      return cell.step(
        prepared,
        {
          ...inputs,
          x: entering(matrices[0] as string, masked(inputs.x, maskX)),
          maskX: null,
          maskH: linear ? maskH : null,
          sent: (h, slot = 0) =>
            entering(matrices[1 + slot] as string, masked(sent(h, slot), linear ? null : maskH)),
        },
        state,
      );
    },
  };
}

function withIdentities(parameters: InitialValues, names: readonly string[]): InitialValues {
  const extended = names.map((name) => {
    const w = parameter(parameters, name);
    return [name, tf.concat([w, tf.eye(w.shape[1] as number)], 0)] as const;
  });
  return { ...parameters, ...Object.fromEntries(extended) };
}

function masked(value: tf.Tensor2D, mask: tf.Tensor2D | null): tf.Tensor2D {
  return mask === null ? value : tf.mul(value, mask);
}
