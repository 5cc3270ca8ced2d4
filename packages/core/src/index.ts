export * from './errors.ts';
export * from './mode.ts';
export * from './tensor/custom-gradient.ts';
export * from './tensor/finite.ts';
export * from './tensor/parameters.ts';
export * from './tensor/tf.ts';
export * from './backends/backend-definition.ts';
export * from './backends/backend.ts';
export * from './backends/engine.ts';
export { DEVICE_MEMORY_VARIABLE } from './backends/memory-limit.ts';
export * from './backends/read-back.ts';
export * from './backends/registry.ts';
export { reside, residentAt, type Residence } from './backends/resident.ts';
export * from './backends/verify-backend.ts';
export * from './cells/cell.ts';
export * from './cells/registry.ts';
export * from './gating/budget/channel-budget.ts';
export * from './gating/budget/channel-groups.ts';
export * from './gating/budget/mask-sides.ts';
export { gradientsOfPeriod } from './gating/estimators/estimator.ts';
export * from './gating/estimators/mask-gradient.ts';
export * from './gating/estimators/registry.ts';
export * from './gating/estimators/top-k-mask.ts';
export * from './gating/routers/router-input.ts';
export { centringDefinition } from './gating/routers/centring.ts';
export { routerDefinition, scaledInputsDefinition } from './gating/routers/router.ts';
export { lastingMasksDefinition } from './gating/masks/lasting-masks.ts';
export * from './gating/masks/mask-source.ts';
export { taskMasks } from './gating/masks/task-masks.ts';
export * from './gating/gating.ts';
export * from './engines/recurrence.ts';
export * from './engines/reference/unroll-reference.ts';
export * from './engines/unroll/unroll.ts';
export { cellStreaming } from './engines/stream/registry.ts';
export { NONE, isNone, type None } from '@dsrnn/kernels';
export * from './methods/decided-masks.ts';
export { decidedConditioningDefinition } from './methods/router-conditioning.ts';
export * from './methods/ds.ts';
export * from './methods/mask-settings.ts';
export * from './methods/masked-model.ts';
export * from './methods/method.ts';
export * from './methods/router-config.ts';
export { embedIdentity, embeddingName, type IdentityEmbedding } from './model/identity-embedding.ts';
export {
  kernelGradient,
  type KernelBatch,
  type KernelGradient,
  type KernelPlaces,
} from './model/kernel-gradient.ts';
export type { Target } from './model/kernel-loss.ts';
export { softmaxCrossEntropy, meanSquaredError } from './model/losses.ts';
export type { OwnHeads } from './model/own-heads.ts';
export * from './model/model.ts';
export { StreamStateError } from './model/stream/stream-state.ts';
export * from './model/stream/stream.ts';
