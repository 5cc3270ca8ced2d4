import { expect, test } from 'vitest';
import { watchDevice } from './device-fault.ts';
import type { UncapturedError } from './webgpu-api.ts';

class GPUOutOfMemoryError {
  readonly message = 'allocation failed\n  at somewhere';
}

/** A device that does what a test says. */
function fakeDevice() {
  let listener: (event: UncapturedError) => void = () => undefined;
  let lose: (info: { reason: string; message: string }) => void = () => undefined;
  const lost = new Promise<{ reason: string; message: string }>((resolve) => (lose = resolve));
  let prevented = 0;
  return {
    device: { lost, addEventListener: (_: string, added: typeof listener) => void (listener = added) },
    report: (error: UncapturedError['error']) =>
      listener({ error, preventDefault: () => void (prevented += 1) }),
    lose,
    prevented: () => prevented,
  };
}

test('a quiet device has no fault', () => {
  expect(watchDevice(fakeDevice().device)()).toBeNull();
});

test('the first error stays, what follows from it is left out and not printed', async () => {
  const { device, report, lose, prevented } = fakeDevice();
  const fault = watchDevice(device);
  report(new GPUOutOfMemoryError());
  report({ message: 'buffer is invalid', constructor: { name: 'GPUValidationError' } });
  lose({ reason: 'unknown', message: 'gone' });
  await Promise.resolve();
  expect(fault()).toMatchObject({
    code: 'backend',
    message: 'the GPU is out of memory: allocation failed; use smaller batches or fewer workers',
  });
  expect(prevented()).toBe(2);
});

test('a lost device names the reason', async () => {
  const { device, lose } = fakeDevice();
  const fault = watchDevice(device);
  lose({ reason: 'unknown', message: 'VK_ERROR_DEVICE_LOST' });
  await Promise.resolve();
  expect(fault()?.message).toMatch(/^the GPU was lost \(unknown\): VK_ERROR_DEVICE_LOST; /);
});
