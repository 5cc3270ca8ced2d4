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

/** Checks the parts of a spec against the registries. Throws ZodError for a spec of another version. */
export function resolvedSpec({ probes, strategy, ...spec }: RunSpec): ResolvedSpec {
  return {
    ...spec,
    architecture: cellConfig.parse(spec.architecture),
    method: methodConfig.parse(spec.method),
    task: taskConfig.parse(spec.task),
    ...(strategy === undefined ? {} : { strategy: strategyConfig.parse(strategy) }),
    train: trainConfig.parse(spec.train),
    backend: backendName.parse(spec.backend),
    engine: engineName.parse(spec.engine),
    ...(probes === undefined ? {} : { probes: probes.map((probe) => probeConfig.parse(probe)) }),
  };
}
