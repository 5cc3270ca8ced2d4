/** A run's spec with the types of the registries: what the trainer takes. */
import { methodConfig, type MethodConfig } from '@dsrnn/baselines';
import {
  backendName,
  cellConfig,
  engineName,
  type BackendName,
  type CellConfig,
  type EngineName,
} from '@dsrnn/core';
import { strategyConfig, type StrategyConfig } from '@dsrnn/continual';
import { taskConfig, type TaskConfig } from '@dsrnn/datasets';
import { probeConfig, type ProbeConfig } from '@dsrnn/probes';
import type { RunSpec } from '@dsrnn/records';
import { z } from 'zod';
import { oncePer } from './once-per.ts';
import { readNormal } from './read-normal.ts';
import { trainConfig, type TrainConfig } from './train-config.ts';

export interface ResolvedSpec extends RunSpec {
  readonly architecture: CellConfig;
  readonly method: MethodConfig;
  readonly task: TaskConfig;
  readonly strategy?: StrategyConfig;
  readonly train: TrainConfig;
  readonly backend: BackendName;
  readonly engine: EngineName;
  readonly probes?: ProbeConfig[];
}

const architectureOf = oncePer((config: RunSpec['architecture']) => readNormal(cellConfig, config));
const methodOf = oncePer((config: RunSpec['method']) => readNormal(methodConfig, config));
const taskOf = oncePer((config: RunSpec['task']) => readNormal(taskConfig, config));
const strategyOf = oncePer((config: RunSpec['method']) => readNormal(strategyConfig, config));
const trainOf = oncePer((config: RunSpec['train']) => readNormal(trainConfig, config));
const probeOf = oncePer((config: RunSpec['method']) => readNormal(probeConfig, config));

/**
 * A spec, in normal form or with all its fields, in full and checked against the registries. What is left out is read as a
 * normal form leaves it out, not as an experiment does. Throws ZodError for a spec that the registries do not know.
 */
export function resolvedSpec({ probes, strategy, ...spec }: RunSpec): ResolvedSpec {
  return {
    ...spec,
    architecture: architectureOf(spec.architecture),
    method: methodOf(spec.method),
    task: taskOf(spec.task),
    ...(strategy === undefined ? {} : { strategy: strategyOf(strategy) }),
    train: trainOf(spec.train),
    backend: backendName.parse(spec.backend),
    engine: engineName.parse(spec.engine),
    ...(probes === undefined ? {} : { probes: probes.map((probe) => probeOf(probe)) }),
  };
}

/** The same for showing: a spec of another version of the program, which has fields that are gone, stays as it is. */
export function fullSpec(spec: RunSpec): RunSpec {
  try {
    return resolvedSpec(spec);
  } catch (error) {
    if (error instanceof z.ZodError) return spec;
    throw error;
  }
}
