/** What is declared of a measure, by its full name. */
import { derivedMeasures, scoreMeasure, type Measure, type Metric } from '@dsrnn/records';
import type { Registries } from '../spec/registries.ts';

/**
 * The declaration of a measure, e.g. `masks.h-linear`, in runs that `metric` scores; without a name that of the score.
 * undefined where its probe, which must be one, does not declare it.
 */
export function measureOf(
  name: string | undefined,
  metric: Metric,
  registries: Registries,
): Measure | undefined {
  if (name === undefined) return scoreMeasure(metric);
  const derived = derivedMeasures(metric);
  if (Object.hasOwn(derived, name)) return derived[name];
  const [source, own] = partsOfName(name);
  return (source === 'parts' ? registries.partMeasures(metric) : registries.probeMeasures(source))[own];
}

/** What writes a measure, and its name there. Of a cell of several layers, the first stands for all. */
export function partsOfName(name: string): readonly [source: string, own: string] {
  const [source = '', ...rest] = name.split('.');
  return [source, rest.join('.').replace(/^layer\d+-/, 'layer0-')];
}
