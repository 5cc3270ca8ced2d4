/** Declarations of measures as tables, figures and claims take them. */
import { measure, quantity, type Measure, type Metric } from '@dsrnn/records';
import type { AnalysisContext } from './context.ts';

/** The declaration of a measure by its full name; of one that nobody declares, its name and any number. */
export function measureIn(
  { measureOf }: Pick<AnalysisContext, 'measureOf'>,
  name: string,
  metric: Metric,
): Measure {
  return measureOf(name, metric) ?? measure(name, quantity(name, 'three digits'), null, 'not declared');
}
