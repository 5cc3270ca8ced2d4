/** All methods. Adding one: a file beside this one and an entry in `methods`. */
import { ds, type MethodDefinition } from '@dsrnn/core';
import { byKind, configUnion } from '@dsrnn/portable';
import type { z } from 'zod';
import { delta } from './delta.ts';
import { dense } from './dense.ts';
import { denseSmall } from './dense-small.ts';
import { dsTaskBalanced } from './ds-task-balanced.ts';
import { fixedMask } from './fixed-mask.ts';
import { randomMask } from './random-mask.ts';
import { rigl } from './rigl.ts';
import { staticRouterMean } from './static-router-mean.ts';
import { untrainedRouter } from './untrained-router.ts';

/** Every method. */
export const methods = [
  dense,
  denseSmall,
  ds,
  dsTaskBalanced,
  rigl,
  delta,
  fixedMask,
  randomMask,
  untrainedRouter,
  staticRouterMean,
] as const;

/** Settings of any method, told apart by `kind`. */
export const methodConfig = configUnion(methods);
/** Settings of any method, defaults filled in. */
export type MethodConfig = z.infer<typeof methodConfig>;

/** The definition of a method by its `kind`. Throws RangeError that lists the known ones. */
export function methodDefinition(kind: string): MethodDefinition {
  return byKind<MethodDefinition>('method', methods, kind);
}
