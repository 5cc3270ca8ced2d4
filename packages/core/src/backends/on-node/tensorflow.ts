/** What the backends on TensorFlow's C library have in common: `node` on the processor, `node-gpu` on CUDA. */
import util from 'node:util';
import { BackendError } from '../../errors.ts';
import { tf } from '../../tensor/tf.ts';
import { activate } from '../activate.ts';
import type { OptionalPackages } from './optional-packages.ts';

/** What we read of the backend that the packages register. */
interface TensorFlow extends tf.KernelBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

let loaded: string | null = null;

/** Loads the npm package and activates its backend. Throws BackendError. */
export async function startTensorFlow(
  name: string,
  npmPackage: string,
  packages: OptionalPackages,
): Promise<TensorFlow> {
  if (loaded !== null && loaded !== name) {
    throw new BackendError(
      `backend "${name}": this process has loaded "${loaded}", and TensorFlow can be loaded only once; ` +
        'use one of them in a process',
    );
  }
  if (loaded === null) {
    restoreOldUtil();
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // else it prints which processor instructions it uses
    try {
      packages.require(npmPackage);
    } catch (error) {
      const reason = error instanceof Error ? error.message.trim().split('\n')[0]! : String(error);
      throw new BackendError(
        `backend "${name}": its native part does not load (${reason}); run \`${packages.command}\` again, ` +
          'or use another backend',
        { cause: error },
      );
    }
    loaded = name;
  }
  await activate(name, 'tensorflow');
  return tf.backend() as TensorFlow;
}

/** Version of TensorFlow's C library, once it is loaded. */
export function tensorFlowVersion(): string {
  return (tf.findBackend('tensorflow') as TensorFlow).binding.TF_Version;
}

/** tfjs-node calls two functions of Node that Node 23 removed. */
function restoreOldUtil(): void {
  const old = util as unknown as Record<string, unknown>;
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  old['isArray'] ??= Array.isArray;
}
