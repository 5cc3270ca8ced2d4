/** Training cannot go on: a number that it computed is NaN or infinite. A result, not a failure; `train` catches it. */
export class NotFiniteError extends Error {}
