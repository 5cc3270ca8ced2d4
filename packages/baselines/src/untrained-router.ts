/** Control: DS whose router stays as it was drawn. How much comes from input dependence alone, how much from learning. */
import {
  ds,
  dsConfig,
  dsOrigin,
  defineMethod,
  routingVersions,
  type DsConfig,
  type MethodContext,
} from '@dsrnn/core';
import { origins, versionOf } from '@dsrnn/portable';
import { z } from 'zod';

const config = dsConfig.extend({ kind: z.literal('untrained-router') }).register(origins, dsOrigin);

/** The control with a frozen router. */
export const untrainedRouter = defineMethod({
  kind: 'untrained-router',
  version: 1,
  title: 'untrained router',
  summary: 'control: DS with a frozen random router',
  sparse: true,
  config,
  uses: (settings, cell) => ({ ...versionOf('method', ds), ...routingVersions(settings, cell) }),
  plan: (context) => ds.plan(frozen(context)),
  create: (context, rng) => ds.create(frozen(context), rng),
});

function frozen(context: MethodContext<z.infer<typeof config>>): MethodContext<DsConfig> {
  const router = { ...context.config.router, rateScale: 0 };
  return { ...context, config: { ...context.config, kind: 'ds', router } };
}
