/** Joint training on all parts mixed: ordinary multi-task learning, and the upper anchor of continual learning. */
import { z } from 'zod';
import { noMemory } from '../memory/example-memory.ts';
import { defineStrategy } from '../strategy.ts';
import { taskGradient } from './task-gradient.ts';

/** All parts at once. */
export const joint = defineStrategy({
  kind: 'joint',
  version: 1,
  title: 'joint training',
  summary: 'all parts mixed, one gradient of the whole batch',
  order: 'joint',
  config: z.strictObject({ kind: z.literal('joint') }),
  work: () => 1,
  begin: () => ({ step: taskGradient, memory: () => noMemory }),
});
