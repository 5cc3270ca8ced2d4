/**
 * Runs that differ in their probes alone are one training: what they record of it must agree, bit by bit. So a probe
 * whose version rose is computed again beside a result that says whether the training is still the same.
 */
import type { Result } from '@dsrnn/records';
import { coreKeyOf } from '../identity/key-of.ts';

/** A result of a training, and where it stands. */
export interface Trained {
  readonly key: string;
  /** Digest of the core of its outcome. */
  readonly core: string;
  /** Such as `runs/3fa4…/result.json`. */
  readonly file: string;
}

/** Backends that promise the same bits on every machine. On the others two trainings may differ and both be sound. */
const portable: readonly string[] = ['wasm'];

/** Results by their training, to compare those that come with those that are there. */
export class Trainings {
  readonly #known = new Map<string, Trained>();

  /** Adds a result; returns one of another run but of the same training that has another core, if there is one. */
  add(record: Result, file: string): Trained | undefined {
    const other = this.differing(record);
    if (other === undefined)
      this.#known.set(coreKeyOf(record), { key: record.key, core: record.digests.core, file });
    return other;
  }

  /** A result of another run but of the same training as `record` that has another core. */
  differing({ key, digests, ...identity }: Result): Trained | undefined {
    if (!portable.includes(identity.spec.backend)) return undefined;
    const other = this.#known.get(coreKeyOf(identity));
    return other === undefined || other.key === key || other.core === digests.core ? undefined : other;
  }
}
