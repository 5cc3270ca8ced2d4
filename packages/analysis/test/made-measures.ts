/** Declarations for tests: those of the probes, and of what needs none. */
// oxlint-disable-next-line no-restricted-imports -- tests of tables read the titles that users see
import {
  interferenceMeasures,
  maskMeasures,
  partConflictMeasures,
  partMaskMeasures,
} from '@dsrnn/probes/measures';
import { partMeasures } from '@dsrnn/continual';
import { derivedMeasures, type Measures } from '@dsrnn/records';
import type { AnalysisContext } from '../src/context.ts';

const ofProbes: Readonly<Record<string, Measures>> = {
  masks: maskMeasures,
  'part-masks': partMaskMeasures,
  'part-conflict': partConflictMeasures,
  interference: interferenceMeasures(['wx', 'wh']),
};

/** As in a context of an experiment. */
export const madeMeasureOf: AnalysisContext['measureOf'] = (name, metric) => {
  const [source = '', own = ''] = name.split('.');
  return (
    derivedMeasures(metric)[name] ?? (source === 'parts' ? partMeasures(metric) : ofProbes[source])?.[own]
  );
};
