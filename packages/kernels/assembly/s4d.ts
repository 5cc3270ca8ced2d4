/**
 * Diagonal state-space layers (S4D; Gu et al. 2022): parameters to kernel, the kernel's gradient, the recurrence, and
 * the convolution.
 *
 *   abar = exp(dt a)    bbar = (abar - 1) / a    k[l] = 2 Re sum_n c_n bbar_n abar_n^l
 *   s_t = abar s_{t-1} + bbar u_t                y_t = 2 Re sum_n c_n s_n + d u_t
 */
export { s4dDiscretise } from './s4d-discretise';
export { s4dKernel, s4dKernelScratch } from './s4d-kernel';
export { s4dKernelBackward, s4dKernelBackwardScratch } from './s4d-kernel-backward';
export { s4dScan, s4dStep } from './s4d-recurrence';
