/** How far every backend of a machine is from plain JavaScript: the conformance cases, worst of all modes by cell. */
import { backendDefinition, type BackendName, type EngineName } from '@dsrnn/core';
import type { DataAccess } from '@dsrnn/datasets';
import { conformanceCases, type ConformanceCase } from './conformance-cases.ts';
import {
  differencesOf,
  measureConformance,
  stages,
  tolerances,
  type ByStage,
} from './measure-conformance.ts';

/** What was measured of one backend with one engine. */
export interface BackendComparison {
  readonly backend: string;
  readonly engine: EngineName;
  readonly device: string;
  readonly driver: string | null;
  readonly emulated: boolean;
  readonly packages: Readonly<Record<string, string>>;
  /** Number of cases. */
  readonly cases: number;
  /** Largest relative difference by cell, over its modes; infinite, in JSON null, where a backend computed no number. */
  readonly cells: Readonly<Record<string, ByStage<number>>>;
}

/** Something to compare with plain JavaScript. */
export interface Compared {
  readonly backend: BackendName;
  readonly engine: EngineName;
}

/** Where the comparison stands. */
export interface ComparisonProgress {
  readonly compared: Compared;
  readonly done: number;
  readonly total: number;
}

/** Measures them one after the other. Throws BackendError where one of them does not start. */
export async function compareBackends(
  all: readonly Compared[],
  access: DataAccess,
  onProgress: (progress: ComparisonProgress) => void = () => undefined,
): Promise<BackendComparison[]> {
  const expected = new Map<ConformanceCase, ByStage<Float32Array>>();
  for (const one of conformanceCases) {
    expected.set(one, await measureConformance(one, 'cpu', 'reference', access));
  }
  const comparisons: BackendComparison[] = [];
  for (const compared of all) {
    const cells: Record<string, ByStage<number>> = {};
    for (const [done, one] of conformanceCases.entries()) {
      onProgress({ compared, done, total: conformanceCases.length });
      const found = await measureConformance(one, compared.backend, compared.engine, access);
      const differences = differencesOf(found, expected.get(one)!);
      const before = cells[one.cell];
      cells[one.cell] = before === undefined ? differences : worst(before, differences);
    }
    const { device, driver, emulated, packages } = await backendDefinition(compared.backend).describe();
    comparisons.push({
      ...compared,
      ...{ device, driver, emulated, packages: { ...packages } },
      cases: conformanceCases.length,
      cells,
    });
  }
  return comparisons;
}

/** Whether all differences are within the tolerances. */
export function conforms({ cells }: BackendComparison): boolean {
  return Object.values(cells).every((cell) => stages.every((stage) => cell[stage] <= tolerances[stage]));
}

function worst(a: ByStage<number>, b: ByStage<number>): ByStage<number> {
  return {
    forward: Math.max(a.forward, b.forward),
    gradient: Math.max(a.gradient, b.gradient),
    step: Math.max(a.step, b.step),
    training: Math.max(a.training, b.training),
  };
}
