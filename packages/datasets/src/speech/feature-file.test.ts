import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { readFeatures, writeFeatures } from './feature-file.ts';

const features = {
  train: Int16Array.of(1, -2, 3, 32_767),
  validation: Int16Array.of(-32_768, 5),
  test: Int16Array.of(6, 7, 8, 9, 10, 11),
};

describe('a file of features', () => {
  it('gives back what was written, little-endian after a digest and three counts', async () => {
    const file = join(temporaryFolder(), 'new', 'features');
    expect(await readFeatures(file, 2)).toBeUndefined();
    writeFeatures(file, features, 2);
    expect(await readFeatures(file, 2)).toEqual(features);
    const bytes = await readFile(file);
    expect([...bytes.subarray(32, 48)]).toEqual([2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 254, 255]);
    expect(bytes).toHaveLength(32 + 12 + 24);
  });

  it('refuses a flipped byte, a missing end and another size, and says what to do', async () => {
    const file = join(temporaryFolder(), 'features');
    writeFeatures(file, features, 2);
    const whole = await readFile(file);
    const remedy = /corrupt cached features; delete this file/;
    await expect(readFeatures(file, 3)).rejects.toThrow(remedy);
    for (const damaged of [whole.with(50, 99), whole.subarray(0, 60), whole.subarray(0, 10)]) {
      await writeFile(file, damaged);
      await expect(readFeatures(file, 2)).rejects.toThrow(remedy);
    }
  });
});
