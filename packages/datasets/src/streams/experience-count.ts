import { z } from 'zod';

/** Config field `experiences`: 2 to 100. */
export const experienceCount = z.int().min(2).max(100);
