/** At which sparsity a method runs. */
import type { Kinded, Registries } from '../../spec/registries.ts';
import type { Labelled } from '../resolved-profile.ts';

/** Dense methods run at sparsity 0, sparse methods above it. */
export function fitsSparsity(method: Labelled<Kinded>, sparsity: number, registries: Registries): boolean {
  return registries.isSparse(method.config.kind) === sparsity > 0;
}

/** The same, as a sentence about the method. */
export function sparsityRule({ label, config }: Labelled<Kinded>, registries: Registries): string {
  return registries.isSparse(config.kind)
    ? `method ${label} is sparse and runs only above sparsity 0`
    : `method ${label} is not sparse and runs only at sparsity 0`;
}
