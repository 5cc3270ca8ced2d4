/**
 * The vectors of pre-activations of a cell, and what adds up to each:
 *
 *   a_t = Σ_W W u^W_t + b   ⇒   ∂L/∂W = Σ_t δ_t (u^W_t)ᵀ,   ∂L/∂b = Σ_t δ_t,   δ_t = ∂L/∂a_t
 *
 * by the chain rule, as W and b act through the a_t alone. That is the form which theorem T2 needs (step-bound.ts):
 *
 *   LSTM   one vector, of all gates
 *   GRU    two, as r multiplies W_hn h + bn: the δ of the candidate differs by the factor r between wx and wh. The reset
 *          comes after the product, so all gates of wh read the same u and no sum by gate is needed
 *   S4D    one a matrix, of the inputs and of the gated mixing of each layer
 *   LTC    none: ∂L/∂w_ji holds σ(sigma_ji (u_j − mu_ji)), which is of the synapse and not of its source alone, so that
 *          a solver pass gives no outer product and T2 does not apply
 */

/** Products with `matrices` and a bias that are added, by the names of the parameters. */
export interface PreActivation {
  readonly matrices: readonly string[];
  /** Added to the last outputs, as many as it has entries. */
  readonly bias: string;
}

type Matrices = readonly string[];

/** By architecture, from the names of its weight matrices in the order of the cell. */
const ofKind: Readonly<Record<string, (matrices: Matrices) => readonly PreActivation[]>> = {
  lstm: (matrices) => [{ matrices, bias: 'b' }],
  gru: () => [
    { matrices: ['wx'], bias: 'b' },
    { matrices: ['wh'], bias: 'bn' },
  ],
  s4d: (matrices) => matrices.map((name) => ({ matrices: [name], bias: name.replace(/w(.)$/, 'b$1') })),
};

/** Those of the architecture `kind`, or null if its weights do not enter by products. */
export function preActivations(kind: string, matrices: Matrices): readonly PreActivation[] | null {
  return ofKind[kind]?.(matrices) ?? null;
}
