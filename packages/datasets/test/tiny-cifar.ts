import { gzipSync } from 'node:zlib';
import { makeTar } from './make-tar.ts';

/** Byte of channel `c` (0 red, 1 green, 2 blue) and pixel `p` of an image with this label in batch `b` (0 is the test). */
export function tinyCifarPixel(b: number, label: number, c: number, p: number): number {
  return (20 * label + 2 * b + 5 * c + (p % 32)) % 256;
}

/** The published archive in small: each batch has `perClass` images of each class, in the order of the classes. */
export function tinyCifarArchive(
  perClass: number,
  change: (files: Record<string, Uint8Array>) => void = () => undefined,
): Buffer {
  const batch = (b: number): Uint8Array => {
    const records = Array.from({ length: 10 * perClass }, (_, i) => {
      const label = i % 10;
      const pixels = Array.from({ length: 3072 }, (__, k) =>
        tinyCifarPixel(b, label, Math.floor(k / 1024), k % 1024),
      );
      return [label, ...pixels];
    });
    return Uint8Array.from(records.flat());
  };
  const files: Record<string, Uint8Array> = {
    'cifar-10-batches-bin/batches.meta.txt': Buffer.from('airplane\n'),
    'cifar-10-batches-bin/test_batch.bin': batch(0),
  };
  for (let b = 1; b <= 5; b++) files[`cifar-10-batches-bin/data_batch_${b}.bin`] = batch(b);
  change(files);
  return gzipSync(makeTar(files));
}
