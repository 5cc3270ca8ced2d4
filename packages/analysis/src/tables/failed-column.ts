/** The share of runs that failed, as a column of the tables that count them. */
import { derivedMeasures } from '@dsrnn/records';
import type { ShareEstimate } from '../statistics/wilson-interval.ts';
import { fixed } from '../text/formatted.ts';
import { estimateFields } from './cells.ts';
import { column, type ItemColumn } from './declared-table.ts';

const { title, sign } = derivedMeasures('accuracy')['failure']!; // the same under every metric

/** The share with its interval, where it is not known `absent` says why. */
export function failedColumn<Item>(
  of: (item: Item) => ShareEstimate | null,
  absent: (item: Item) => string,
): ItemColumn<Item> {
  return column(title, sign, estimateFields('failed_share'), (item) => {
    const failed = of(item);
    if (failed === null) return { text: absent(item), raw: [null, null, null] };
    const raw = [failed.point, failed.low, failed.high];
    const [point = '', ...ends] = raw.map((share) => fixed(share * 100));
    return { text: `${point} [${ends.join(', ')}]`, raw };
  });
}
