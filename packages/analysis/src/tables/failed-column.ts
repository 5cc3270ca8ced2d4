/** The share of runs that failed, as a column of the tables that count them. */
import { derivedMeasures } from '@dsrnn/records';
import type { Column } from './table.ts';

const { title, sign } = derivedMeasures('accuracy')['failure']!; // the same under every metric

/** The share with its interval. */
export const FAILED_COLUMN: Column = {
  label: title,
  align: 'right',
  unit: sign,
  fields: ['failed_share', 'failed_share_low', 'failed_share_high'],
};
