import { makeZip } from './make-zip.ts';

/** Signal `k` of window `i` at step `t`: the number that stands in the tiny archive. */
export function tinyHarSignal(i: number, t: number, k: number): number {
  return i + t / 1000 + 10 * k;
}

/**
 * The inner UCI HAR archive in small. Each subject has one window of each activity, 1 to 6. Subjects given as lists; the
 * test windows count on from the training windows. `change` may replace files before they are packed.
 */
export function tinyHarArchive(
  subjects: { readonly train: readonly number[]; readonly test: readonly number[] },
  change: (files: Record<string, string>) => void = () => undefined,
): Buffer {
  const files: Record<string, string> = { 'UCI HAR Dataset/README.txt': 'nothing to parse' };
  let first = 0;
  for (const split of ['train', 'test'] as const) {
    const rows = subjects[split].flatMap((subject) =>
      [1, 2, 3, 4, 5, 6].map((label) => ({ subject, label })),
    );
    const folder = `UCI HAR Dataset/${split}`;
    files[`${folder}/y_${split}.txt`] = rows.map(({ label }) => `${label}\n`).join('');
    files[`${folder}/subject_${split}.txt`] = rows.map(({ subject }) => `${subject}\n`).join('');
    ['body_acc', 'body_gyro', 'total_acc'].forEach((kind, group) => {
      ['x', 'y', 'z'].forEach((axis, a) => {
        const lines = rows.map((_, row) =>
          Array.from({ length: 128 }, (__, t) => tinyHarSignal(first + row, t, 3 * group + a))
            .map((value) => value.toExponential(7).padStart(16))
            .join(''),
        );
        files[`${folder}/Inertial Signals/${kind}_${axis}_${split}.txt`] = `${lines.join('\n')}\n`;
      });
    });
    first += rows.length;
  }
  change(files);
  return makeZip(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
}
