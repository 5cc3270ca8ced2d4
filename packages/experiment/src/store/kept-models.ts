/**
 * Trained models that were kept, each beside the result of its run, so that a probe can be computed later without training
 * again. A file that is damaged or not one of ours costs only that.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Result } from '@dsrnn/records';
import { coreKeyOf, type RunIdentity } from '../identity/key-of.ts';
import type { Registries } from '../spec/registries.ts';
import { atomicWrite } from './atomic-write.ts';
import { decodeModel, encodeModel, type KeptModel } from './kept-model.ts';
import { sharedOutcome } from './shared-outcome.ts';
import { StoreError } from './store-error.ts';

/** Name of the file in the folder of a run. */
export const modelFile = 'model.safetensors';

/** A stored run from whose model another run follows, and what the two have in common. */
export interface Candidate {
  readonly key: string;
  readonly outcome: Outcome;
}

/** Where the runs are. */
export interface RunFolders {
  readonly root: string;
  folders(): string[];
  get(key: string): Result | undefined;
}

/** The models of one store. */
export class KeptModels {
  readonly #runs: RunFolders;
  /** Keys of runs that have a model, by the key of their training. */
  #byCore: Map<string, Set<string>> | undefined;

  constructor(runs: RunFolders) {
    this.#runs = runs;
  }

  /** Keeps the model of a run whose result is stored. Throws StoreError where the folder cannot be written. */
  keep(key: string, model: KeptModel): void {
    atomicWrite(this.#file(key), encodeModel(model));
    this.#add(key, model.core);
  }

  /** Whether a run has a file of a model, sound or not. */
  has(key: string): boolean {
    return existsSync(this.#file(key));
  }

  /**
   * The model of a run; undefined where there is none. Throws StoreError for a file that cannot be read, is damaged, or
   * holds the model of another training than the run's.
   */
  read(key: string): KeptModel | undefined {
    if (!this.has(key)) return undefined;
    const file = this.#file(key);
    const refuse = (problem: string, options?: ErrorOptions): StoreError =>
      new StoreError(file, problem, '`dsrnn runs gc --corrupt` removes it, the result stays', options);
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(file);
    } catch (cause) {
      throw refuse(`cannot be read (${String((cause as NodeJS.ErrnoException).code)})`, { cause });
    }
    const decoded = decodeModel(bytes);
    if ('problem' in decoded) throw refuse(decoded.problem);
    const stored = this.#runs.get(key);
    if (stored !== undefined && coreKeyOf(stored) !== decoded.model.core)
      throw refuse(`is the model of the training ${decoded.model.core}, not that of this run`);
    return decoded.model;
  }

  /**
   * A stored run from whose model `wanted` follows without training: of several the one that has the most of its probes.
   * undefined where there is none.
   */
  candidate(wanted: RunIdentity, registries: Pick<Registries, 'probeWatches'>): Candidate | undefined {
    const keys = this.#trainings().get(coreKeyOf(wanted)) ?? [];
    const candidates = [...keys].flatMap((key): Candidate[] => {
      const stored = this.has(key) ? this.#soundResult(key) : undefined;
      const outcome = stored === undefined ? null : sharedOutcome(wanted, stored, registries);
      return outcome === null ? [] : [{ key, outcome }];
    });
    const probes = ({ outcome }: Candidate): number => Object.keys(outcome.probes ?? {}).length;
    return candidates.sort((a, b) => probes(b) - probes(a))[0];
  }

  /** Looks at the model of a run no more: it was found to be of no use. */
  pass(key: string): void {
    for (const keys of this.#trainings().values()) keys.delete(key);
  }

  #trainings(): ReadonlyMap<string, Set<string>> {
    if (this.#byCore === undefined) {
      this.#byCore = new Map();
      for (const key of this.#runs.folders()) {
        const stored = this.has(key) ? this.#soundResult(key) : undefined;
        if (stored !== undefined) this.#add(key, coreKeyOf(stored));
      }
    }
    return this.#byCore;
  }

  #add(key: string, core: string): void {
    this.#byCore?.set(core, (this.#byCore.get(core) ?? new Set()).add(key));
  }

  /** A damaged result is left to whoever asks for it. */
  #soundResult(key: string): Result | undefined {
    try {
      return this.#runs.get(key);
    } catch (error) {
      if (error instanceof StoreError) return undefined;
      throw error;
    }
  }

  #file(key: string): string {
    return join(this.#runs.root, key, modelFile);
  }
}
