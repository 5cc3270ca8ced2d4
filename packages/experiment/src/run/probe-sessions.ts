/** The probes of a run at work. */
import type { SequenceModel } from '@dsrnn/core';
import type { Dataset } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { probeDefinition, type ProbeSession, type TrainingHook } from '@dsrnn/probes';
import type { ProbeResult } from '@dsrnn/records';
import type { ResolvedSpec } from '../spec/resolved-spec.ts';
import { lossOf } from './trainer/objective.ts';
import { onHost } from './trainer/on-host.ts';

/** Sessions by kind. */
export type ProbeSessions = ReadonlyMap<string, ProbeSession>;

const hooks: readonly TrainingHook[] = ['watch', 'watchPart'];

/**
 * Begins them on the untrained model. Each gets a stream of its own, so that asking for one shifts no other number of the
 * run. Throws for a session that watches training though its definition does not say so: computed from a kept model, it
 * would have seen nothing.
 */
export function beginProbes(
  configs: ResolvedSpec['probes'],
  model: SequenceModel,
  data: Dataset,
  rng: Rng,
): ProbeSessions {
  return new Map(
    (configs ?? []).map((config) => {
      const definition = probeDefinition(config.kind);
      const session = definition.begin(config, {
        model,
        data,
        lossOf: (outputs, batch) => lossOf(outputs, batch, data),
        rng: rng.fork(`probe/${config.kind}`),
      });
      const said = definition.watches?.(config) ?? [];
      const unsaid = hooks.find((hook) => session[hook] !== undefined && !said.includes(hook));
      if (unsaid !== undefined) {
        throw new Error(
          `probe ${config.kind}: its session has ${unsaid}, but its definition does not list that in "watches"; add it there`,
        );
      }
      return [config.kind, session];
    }),
  );
}

/** What they found on the trained, calibrated model. */
export async function finishProbes(
  model: SequenceModel,
  sessions: ProbeSessions,
): Promise<Record<string, ProbeResult>> {
  const found = await onHost(model, () =>
    [...sessions].map(([kind, session]) => [kind, session.finish()] as const),
  );
  return Object.fromEntries(found);
}
