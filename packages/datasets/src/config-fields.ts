/** Config fields that are whole numbers. Each has bounds, so that no file asks for what no machine has. */
import { z } from 'zod';

/** From 1 to `most`. */
export function upTo(most: number): z.ZodInt {
  return z.int().positive().max(most);
}

/** From `least` to `most`. */
export function whole(least: number, most: number): z.ZodInt {
  return z.int().min(least).max(most);
}
