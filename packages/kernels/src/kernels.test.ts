import { expect, it } from 'vitest';
import { KernelError } from './kernel-error.ts';
import { loadKernels } from './kernels.ts';
import { moduleBase64, moduleDigest } from './module.generated.ts';

/** The module with one bit of its bytes flipped. */
function flipped(bit: number): string {
  const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

const bits = 8 * atob(moduleBase64).length;

it('refuses a module of which any one bit was flipped, and says what to do', async () => {
  // Spread over the module: header, types, code and data, each bit of a byte.
  for (let i = 0; i < 50; i++) {
    const bit = Math.floor((i * (bits - 1)) / 49);
    const refused = loadKernels(flipped(bit));
    await expect(refused, `bit ${String(bit)}`).rejects.toThrow(KernelError);
    await expect(refused).rejects.toThrow(
      /kernels are damaged: module\.generated\.ts .*holds a module of digest [0-9a-f]{64}, and says that it is [0-9a-f]{64}; restore the file .*kernels:build/,
    );
  }
});

it('refuses a module that is cut off, is no base64, or whose digest was edited', async () => {
  await expect(loadKernels(moduleBase64.slice(0, -8))).rejects.toThrow(/holds a module of digest/);
  await expect(loadKernels(`${moduleBase64}!`)).rejects.toThrow(/is no base64/);
  await expect(loadKernels(moduleBase64, moduleDigest.replace(/^./, 'x'))).rejects.toThrow(
    /says that it is x/,
  );
});

it('loads the module that it was built with', async () => {
  const kernels = await loadKernels();
  expect(kernels.memoryBytes).toBeGreaterThan(0);
});
