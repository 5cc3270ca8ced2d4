/** All estimators. Adding one: a file beside this one and an entry in `estimators`. */
import { byKind, configUnion } from '@dsrnn/portable';
import type { z } from 'zod';
import { activeOnly } from './active-only.ts';
import type { EstimatorDefinition } from './estimator.ts';
import { gumbelTopK } from './gumbel-top-k.ts';
import { hardConcrete } from './hard-concrete.ts';
import { periodicSte } from './periodic-ste.ts';
import { topKSte } from './top-k-ste.ts';

/** Every estimator. */
export const estimators = [topKSte, activeOnly, periodicSte, gumbelTopK, hardConcrete] as const;

/** Settings of any estimator, told apart by `kind`. */
export const estimatorConfig = configUnion(estimators);
/** Settings of any estimator, defaults filled in. */
export type EstimatorConfig = z.infer<typeof estimatorConfig>;

/** The definition of an estimator by its `kind`. Throws RangeError that lists the known ones. */
export function estimatorDefinition(kind: string): EstimatorDefinition {
  return byKind('estimator', estimators, kind);
}
