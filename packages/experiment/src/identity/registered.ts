/** The registries of this program: every cell, method and task that it has. The one place that names them. */
import { methodConfig, methodDefinition } from '@dsrnn/baselines';
import { backendName, cellConfig, defaultEngine, engineName } from '@dsrnn/core';
import { partMeasures, strategyConfig, strategyDefinition } from '@dsrnn/continual';
import { dataDigests, taskConfig, taskDefinition, taskSize } from '@dsrnn/datasets';
import { versionsOf } from './definitions.ts';
import { oncePer } from '../spec/once-per.ts';
import { planRun } from '../run/plan-run.ts';
import { probeConfig, probeDefinition, probes } from '@dsrnn/probes';
import type { Registries } from '../spec/registries.ts';
import { readNormal } from '../spec/read-normal.ts';
import { resolvedSpec } from '../spec/resolved-spec.ts';
import { trainConfig } from '../spec/train-config.ts';

export const registries: Registries = {
  architecture: cellConfig,
  method: methodConfig,
  task: taskConfig,
  strategy: strategyConfig,
  train: trainConfig,
  probe: probeConfig,
  probeKinds: probes.map(({ kind }) => kind),
  probeApplies: (probe, method) => probeDefinition(probe).applies(method),
  probeWatches: ({ kind, ...settings }, strategy) => {
    const hooks = probeDefinition(kind).watches?.(readNormal(probeConfig, { kind, ...settings })) ?? [];
    const sequential = strategy !== undefined && strategyDefinition(strategy.kind).order === 'sequential';
    return hooks.includes('watch') || (sequential && hooks.includes('watchPart'));
  },
  probeMeasures: (kind) => probeDefinition(kind).measures,
  partMeasures,
  backend: backendName,
  engine: engineName,
  defaultEngine: (backend) => defaultEngine(backendName.parse(backend)),
  isSparse: (kind) => methodDefinition(kind).sparse,
  methodSummary: (kind) => methodDefinition(kind).summary,
  strategyOrder: (kind) => strategyDefinition(kind).order,
  strategySummary: (kind) => strategyDefinition(kind).summary,
  partsOf: (task) => taskDefinition(task.kind).shape(readNormal(taskConfig, task)).parts?.count ?? null,
  taskSize: (task) => taskSize(readNormal(taskConfig, task)),
  metricOf: (task) => taskDefinition(task.kind).shape(readNormal(taskConfig, task)).metric,
  dataDigests: oncePer((task) => dataDigests(readNormal(taskConfig, task))),
  versions: (spec) => versionsOf(resolvedSpec(spec)),
  plan: (spec) => planRun(resolvedSpec(spec)),
};
