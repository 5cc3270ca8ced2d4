/** A limit on the device memory of one process, so that several workers can share a GPU. */
import { BackendError } from '../errors.ts';

/** The variable that sets it, in MB of 1,000,000 bytes. */
export const DEVICE_MEMORY_VARIABLE = 'DSRNN_DEVICE_MEMORY_MB';

/** The limit in bytes, or null where the variable is not set. Throws BackendError for anything but a whole number ≥ 1. */
export function deviceMemoryLimit(env: Readonly<Record<string, string | undefined>>): number | null {
  const text = env[DEVICE_MEMORY_VARIABLE];
  if (text === undefined || text === '') return null;
  if (!/^[1-9][0-9]{0,9}$/.test(text)) {
    throw new BackendError(
      `${DEVICE_MEMORY_VARIABLE} is "${text}": expected a whole number of megabytes, at least 1; set one, or unset it`,
    );
  }
  return Number(text) * 1e6;
}

/** What needs less memory; an S4D layer is as large for one sample as for many. */
const smaller =
  'use smaller batches (for S4D shorter sequences or fewer units: its matrices hold units × steps² numbers)';

/** The error of an allocation that would pass the limit. */
export function overLimit(askedBytes: number, usedBytes: number, limitBytes: number): BackendError {
  return new BackendError(
    `device memory: a buffer of ${megabytes(askedBytes)} beside the ${megabytes(usedBytes)} in use would pass the ` +
      `limit of ${megabytes(limitBytes)}; ${smaller}, or a higher limit (--device-memory, ` +
      `${DEVICE_MEMORY_VARIABLE}), with fewer workers if the device is shared`,
  );
}

/** The error of a tensor that the device cannot hold in one piece. */
export function tooLarge(askedBytes: number, largestBytes: number): BackendError {
  return new BackendError(
    `device memory: a tensor of ${megabytes(askedBytes)} is larger than the largest that this GPU holds, ` +
      `${megabytes(largestBytes)}; ${smaller}`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1)} MB`;
}
