/** Sequences whose rows keep panels of eight channels: S4D under masks of groups. See panel-lists.ts. */
export * from './panel-lists';
export * from './panel-products';
export * from './panel-norm';
export * from './panel-convolution';
