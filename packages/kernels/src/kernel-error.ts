/** The kernels cannot run here. */
export class KernelError extends Error {
  readonly code = 'kernels';
}
