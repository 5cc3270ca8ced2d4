import { whole } from '../config-fields.ts';

/** A seed that the random numbers accept: an integer from 1 to 2^32 − 1, default 1. */
export const seed = whole(1, 2 ** 32 - 1).default(1);
