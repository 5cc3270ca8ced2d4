/** The last step of starting a backend. */
import { BackendError } from '../errors.ts';
import { tf } from '../tensor/tf.ts';

/** Makes a backend that tfjs knows the active one. Throws BackendError. */
export async function activate(name: string, tfjsName: string): Promise<void> {
  if (!(await tf.setBackend(tfjsName))) {
    throw new BackendError(
      `backend "${name}" did not start; run \`dsrnn doctor\` to see which backends this machine has`,
    );
  }
  await tf.ready();
}
