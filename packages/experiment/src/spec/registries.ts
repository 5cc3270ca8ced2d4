/**
 * What this package knows of the cells, methods and tasks: schemas and facts of their registries, in one value.
 * Loading, expansion and keys take them from here, so that they are tested with toy registries.
 */
import type { TaskSize } from '@dsrnn/datasets';
import type { Versions } from '@dsrnn/portable';
import type { MacCount, Measures, Metric, RunSpec } from '@dsrnn/records';
import type { z } from 'zod';

/** A resolved config of a registry: `kind` picks the definition, which owns the other fields. */
export type Kinded = RunSpec['architecture'];

/** What a run will cost, known before it is trained. */
export interface RunPlan {
  /** Recurrent units, after width matching. */
  readonly units: number;
  /** Trainable numbers, head and router included. */
  readonly parameters: number;
  readonly macs: MacCount;
  /** Core MACs that the sparsity asks for; absent where densities are given by hand, or nothing is asked. */
  readonly asked?: number;
  /** The fewest core MACs that the method can come to on this cell, where that is above 0. */
  readonly least?: number;
  /** What is to be said of settings that can be computed and went badly in trials; absent: nothing. */
  readonly advice?: string;
  /** Bytes of the parameters with their gradients and moments, and of the states of one training batch; about. */
  readonly bytes?: number;
  /** Work of one optimiser step in MACs that take as long as dense ones. */
  readonly stepMacs: number;
  /** Work of training and evaluation in MACs, backward passes included, see training-work.ts. */
  readonly trainMacs: number;
}

export interface Registries {
  readonly architecture: z.ZodType<Kinded>;
  readonly method: z.ZodType<Kinded>;
  readonly task: z.ZodType<Kinded>;
  readonly strategy: z.ZodType<Kinded>;
  readonly train: z.ZodType<RunSpec['train']>;
  readonly probe: z.ZodType<Kinded>;
  /** Kinds of probes. */
  readonly probeKinds: readonly string[];
  readonly backend: z.ZodType<string>;
  readonly engine: z.ZodType<string>;
  /** The engine that a backend runs unless told otherwise; `fused` runs on no backend of which it is not the default. */
  defaultEngine(backend: string): string;
  /** Methods that are not sparse run at sparsity 0 only, sparse ones only above it. */
  isSparse(methodKind: string): boolean;
  /** Whether a probe has something to look at in models of a method, both by kind. */
  probeApplies(probeKind: string, methodKind: string): boolean;
  /**
   * Whether a probe looks at the training itself, under a strategy where there is one, so that it cannot be computed from the
   * trained model.
   */
  probeWatches(probe: Kinded, strategy: Kinded | undefined): boolean;
  /** The measures that a probe can write, by its kind. */
  probeMeasures(probeKind: string): Measures;
  /** Those of a task made of parts, by what scores it. */
  partMeasures(metric: Metric): Measures;
  /** How the method spends its budget, a sentence for `explain`. */
  methodSummary(methodKind: string): string;
  /** Whether a strategy learns the parts together or one after the other, by its kind. */
  strategyOrder(strategyKind: string): 'joint' | 'sequential';
  /** What the strategy does, a sentence for `explain`. */
  strategySummary(strategyKind: string): string;
  /** How many parts the task is made of; null where it is one. */
  partsOf(task: Kinded): number | null;
  /** How large the task is, as far as its config says. */
  taskSize(task: Kinded): TaskSize;
  /** What scores the task. */
  metricOf(task: Kinded): Metric;
  /** SHA-256 of each data source that the task reads. */
  dataDigests(task: Kinded): Readonly<Record<string, string>>;
  /** Versions of all definitions that a run uses, by `<category>/<kind>`. */
  versions(spec: RunSpec): Versions;
  plan(spec: RunSpec): RunPlan;
}
