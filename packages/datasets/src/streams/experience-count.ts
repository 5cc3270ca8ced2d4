import { whole } from '../config-fields.ts';

/** Config field `experiences`: 2 to 100. */
export const experienceCount = whole(2, 100);
