import { z } from 'zod';

/** A seed that the random numbers accept: an integer from 1 to 2^32 − 1, default 1. */
export const seed = z
  .int()
  .min(1)
  .max(2 ** 32 - 1)
  .default(1);
