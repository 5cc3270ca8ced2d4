/** Naive fine-tuning: every part is trained as if it were the only one. The lower anchor of continual learning. */
import { z } from 'zod';
import { noMemory } from '../memory/example-memory.ts';
import { defineStrategy } from '../strategy.ts';
import { taskGradient } from './task-gradient.ts';

/** One part after the other, nothing kept. */
export const fineTune = defineStrategy({
  kind: 'fine-tune',
  version: 1,
  title: 'fine-tuning',
  summary: 'one part after the other, nothing done against forgetting',
  order: 'sequential',
  config: z.strictObject({ kind: z.literal('fine-tune') }),
  work: () => 1,
  begin: () => ({ step: taskGradient, memory: () => noMemory }),
});
