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

const architectureOf = oncePer((config: RunSpec['architecture']) => cellConfig.parse(config));
const methodOf = oncePer((config: RunSpec['method']) => methodConfig.parse(config));
const taskOf = oncePer((config: RunSpec['task']) => taskConfig.parse(config));
const strategyOf = oncePer((config: RunSpec['method']) => strategyConfig.parse(config));
const trainOf = oncePer((config: RunSpec['train']) => trainConfig.parse(config));
const probeOf = oncePer((config: RunSpec['method']) => probeConfig.parse(config));

/**
 * A spec, in normal form or not, with all its fields, checked against the registries. Throws ZodError for one that they
 * do not know.
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
