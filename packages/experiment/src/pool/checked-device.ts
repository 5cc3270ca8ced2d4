/** Keeps numbers of a faulty device out of the store: it reports errors late, and some it only reports. */
import type { RunOutput } from '../run/execute-run.ts';
import type { Execute } from './serve-runs.ts';

/**
 * `execute`, whose end is an error if the device has reported one by then. That error takes the place of whatever was
 * thrown because of it, which becomes its cause.
 */
export function checkedDevice(execute: Execute, fault: () => Error | null): Execute {
  return async (spec, options) => {
    let output: RunOutput;
    try {
      output = await execute(spec, options);
    } catch (thrown) {
      const found = fault();
      if (found !== null && found !== thrown) found.cause = thrown;
      throw found ?? thrown;
    }
    await nextTurn(); // what the device reported while the last numbers were read
    const found = fault();
    if (found !== null) throw found;
    return output;
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
