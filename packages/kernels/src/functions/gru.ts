import type { Floats } from '../arena/pointer.ts';

/** Element-wise part of the dense GRU, see assembly/gru.ts. Gates [batch][3 * units], gate-major: r z n. */
export interface GruFunctions {
  /**
   * h = (1 - z) n + z hPrev with n = tanh(ax_n + r ah_n). ax in: part of x with the biases of r, z and its own of n, out:
   * r z n. ah: part of hPrev with the hidden bias of n; kept, backward needs its block n.
   */
  gruForward(batch: number, units: number, ax: Floats, ah: Floats, hPrev: Floats, h: Floats): void;
  /**
   * Gates in: r z n, out: gradients of ax. ah in: as in forward, out: gradients of ah. dhPrev = z dh, the direct path
   * alone, is overwritten; it may be dh.
   */
  gruBackward(
    batch: number,
    units: number,
    gates: Floats,
    ah: Floats,
    hPrev: Floats,
    dh: Floats,
    dhPrev: Floats,
  ): void;
}
