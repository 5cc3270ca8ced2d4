/** Every definition of this program that has a version, and which of them a run uses. */
import { methodDefinition, methods, totalBudget } from '@dsrnn/baselines';
import { strategies, strategyDefinition } from '@dsrnn/continual';
import {
  backendDefinition,
  backendDefinitions,
  cellDefinition,
  cells,
  centringDefinition,
  decidedConditioningDefinition,
  decidedMasksDefinition,
  engineDefinition,
  engineDefinitions,
  estimators,
  headDefinition,
  lastingMasksDefinition,
  routerDefinition,
  routerInputDefinitions,
  scaledInputsDefinition,
} from '@dsrnn/core';
import { taskDefinition, taskDefinitions, taskVersions, type TaskConfig } from '@dsrnn/datasets';
import { versionOf, type Versioned, type Versions } from '@dsrnn/portable';
import { probeDefinition, probes } from '@dsrnn/probes';
import type { z } from 'zod';
import { oncePer } from '../spec/once-per.ts';
import { partsDefinition } from '../run/parts-record.ts';
import type { ResolvedSpec } from '../spec/resolved-spec.ts';
import { trainConfig } from '../spec/train-config.ts';
import { optimiserDefinition } from '../run/trainer/optimiser.ts';
import { trainerDefinition } from '../run/trainer/train.ts';

/** A definition with its settings, where it has some. */
export interface ListedDefinition extends Versioned {
  readonly config?: z.ZodType;
}

/** All of them, by the category that stands before their kind. */
const categories: Readonly<Record<string, readonly ListedDefinition[]>> = {
  backend: backendDefinitions.map(({ name, version }) => ({ kind: name, version })),
  engine: engineDefinitions,
  cell: cells,
  method: methods,
  masks: [decidedMasksDefinition],
  budget: [totalBudget],
  estimator: estimators,
  router: [routerDefinition, scaledInputsDefinition, centringDefinition, decidedConditioningDefinition],
  'router-input': routerInputDefinitions,
  products: [lastingMasksDefinition],
  head: [headDefinition],
  task: taskDefinitions,
  parts: [partsDefinition],
  strategy: strategies,
  trainer: [{ ...trainerDefinition, config: trainConfig }],
  optimiser: [optimiserDefinition],
  probe: probes,
};

/** Every definition by `<category>/<kind>`. */
export const definitions: ReadonlyMap<string, ListedDefinition> = new Map(
  Object.entries(categories).flatMap(([category, list]) =>
    list.map((definition) => [`${category}/${definition.kind}`, definition] as const),
  ),
);

const ofTask = oncePer((task: TaskConfig): Versions => {
  const { parts } = taskDefinition(task.kind).shape(task);
  return { ...taskVersions(task), ...(parts === undefined ? {} : versionOf('parts', partsDefinition)) };
});

/** Versions of all definitions that the numbers of a run come from. Throws for a kind that is not registered. */
export function versionsOf(spec: ResolvedSpec): Versions {
  const { name, version } = backendDefinition(spec.backend);
  const cell = cellDefinition(spec.architecture.kind);
  const method = methodDefinition(spec.method.kind);
  const probed = Object.assign(
    {},
    ...(spec.probes ?? []).map(({ kind }) => versionOf('probe', probeDefinition(kind))),
  ) as Versions;
  return {
    ...versionOf('backend', { kind: name, version }),
    ...versionOf('engine', engineDefinition(spec.engine)),
    ...versionOf('cell', cell),
    ...versionOf('method', method),
    ...method.uses?.(spec.method, cell),
    ...versionOf('head', headDefinition),
    ...ofTask(spec.task),
    ...(spec.strategy === undefined ? {} : versionOf('strategy', strategyDefinition(spec.strategy.kind))),
    ...versionOf('trainer', trainerDefinition),
    ...versionOf('optimiser', optimiserDefinition),
    ...probed,
  };
}
