/**
 * What is known of runs: a folder of one's own, `<root>/<key>/{result,timing,failure}.json`, maybe with the trained model,
 * over read-only layers of committed results. A record that is damaged, edited or of another format is an error, never skipped.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@dsrnn/portable/make-folder';
import {
  failure,
  differingParts,
  firstDifference,
  timing,
  type Difference,
  type Failure,
  type Result,
  type Timing,
} from '@dsrnn/records';
import type { z } from 'zod';
import { atomicWrite, unwritable } from './atomic-write.ts';
import { CommittedResults } from './committed-results.ts';
import type { Trainings } from './core-agreement.ts';
import { KeptModels } from './kept-models.ts';
import { parseRecord, parseResult, type Unreadable } from './parse-record.ts';
import { acquireLease, findLease, releaseLease, takeoverOf, type Lease } from './lease/lease.ts';
import { OutdatedRecordError, StoreError } from './store-error.ts';

/** Places of a store. */
export interface RunStoreOptions {
  /** Folder of one's own runs; made when something is written. */
  readonly root: string;
  /** Files of committed results, which must agree where they share a run; those that do not exist are empty. */
  readonly committed?: readonly string[];
}

/** Opens a store; touches no file yet. */
export function openRunStore(options: RunStoreOptions): RunStore {
  return new RunStore(options);
}

/** Every method throws StoreError when a file is damaged or cannot be read or written. */
export class RunStore {
  readonly root: string;
  /** Trained models that were kept beside one's own results. */
  readonly models: KeptModels;
  readonly #committedFiles: readonly string[];
  #committedResults: CommittedResults | undefined;
  #trainings: Trainings | undefined;

  constructor({ root, committed = [] }: RunStoreOptions) {
    this.root = root;
    this.models = new KeptModels(this);
    this.#committedFiles = committed;
  }

  /**
   * The result of a run: one's own, else the committed one, else undefined. A folder of one's own that has times but
   * no result (it was deleted, or a crash came between the two) hides the committed result: the run is to be redone.
   */
  get(key: string): Result | undefined {
    const file = this.#file(key, 'result');
    const text = readText(file);
    if (text === undefined) return this.#isUndone(key) ? undefined : this.#committed().get(key);
    const parsed = parseResult(text, key);
    if ('problem' in parsed) throw unreadable(file, parsed);
    return parsed.record;
  }

  /** Whether there is a result. One's own is read for it; what a committed one says is checked when it is read. */
  has(key: string): boolean {
    const origin = this.origin(key);
    return origin === 'own' ? this.get(key) !== undefined : origin === 'committed';
  }

  /** Where the result of a run comes from; undefined where there is none. */
  origin(key: string): 'own' | 'committed' | undefined {
    if (existsSync(this.#file(key, 'result'))) return 'own';
    return this.#committed().has(key) && !this.#isUndone(key) ? 'committed' : undefined;
  }

  /**
   * Where one's own outcome of a run differs from the committed one, `expected` being the committed value; undefined
   * where they are equal or one of them is absent.
   */
  disagreement(key: string): Difference | undefined {
    const committed = this.#committed().get(key);
    if (committed === undefined || this.origin(key) !== 'own') return undefined;
    return firstDifference(committed.outcome, this.get(key)?.outcome);
  }

  /**
   * Stores a finished run and removes its failure. A crash in between leaves either no result or a whole one.
   * Throws StoreError if one's own result of this run is there with another outcome, or a result of the same training
   * with other probes has another core: then the same spec gave other bits, and a version should have been raised.
   */
  put(result: Result, time: Timing): void {
    const { key } = result;
    const file = this.#file(key, 'result');
    const parsed = parseResult(JSON.stringify(result), key);
    if ('problem' in parsed)
      throw new StoreError(file, parsed.problem, 'the record was not written; report this bug');
    const stored = existsSync(file) ? this.get(key) : undefined;
    const differing = stored === undefined ? [] : differingParts(stored.digests, result.digests);
    if (differing.length > 0) {
      throw new StoreError(file, `the same spec now gave another outcome (${differing.join(', ')})`, raise);
    }
    const twin = this.#knownTrainings().differing(result);
    if (twin !== undefined) {
      throw new StoreError(
        twin.file,
        `holds the training of run ${twin.key}, which is that of run ${key} but for its probes; it now gave another outcome`,
        raise,
      );
    }
    if (stored === undefined) {
      atomicWrite(this.#file(key, 'timing'), json(timing.parse(time)));
      atomicWrite(file, json(result));
      this.#knownTrainings().add(result, file);
    }
    rmSync(this.#file(key, 'failure'), { force: true });
  }

  /** Keeps the error of a run until the run is done again. A run that has a result of one's own keeps that alone. */
  putFailure(record: Failure): void {
    if (existsSync(this.#file(record.key, 'result'))) return;
    atomicWrite(this.#file(record.key, 'failure'), json(failure.parse(record)));
  }

  /** The error in which a run ended, undefined if it did not. */
  failure(key: string): Failure | undefined {
    return this.#read(key, 'failure', failure);
  }

  /** Times of a run in one's own folder; committed results have none. */
  timing(key: string): Timing | undefined {
    return this.#read(key, 'timing', timing);
  }

  /** Keys of one's own finished runs, sorted. */
  keys(): string[] {
    return this.folders().filter((key) => existsSync(this.#file(key, 'result')));
  }

  /** Keys of the committed results, sorted. */
  committedKeys(): string[] {
    return [...this.#committed().keys()].sort();
  }

  /**
   * Whether some of one's own results are of an older format: their keys are others, so no run of today finds them. Looks at
   * a hundred at the most, for a store has thousands and an old one has mostly such.
   */
  holdsOutdated(): boolean {
    return this.folders()
      .slice(0, 100)
      .some((key) => /^\{\s*"format":\s*1\b/.test(readText(this.#file(key, 'result')) ?? ''));
  }

  /** Names of the run folders, finished or not, sorted. */
  folders(): string[] {
    return entriesOf(this.root).filter((name) => /^[0-9a-f]{64}$/.test(name));
  }

  /**
   * Leases a run to this process until `releaseRun`. False if a living process, this one too, holds it. The lease of a
   * process that is gone is taken over.
   */
  claimRun(key: string): boolean {
    if (!acquireLease(this.#lease(key))) return false;
    // A network file system may still deny the result that another machine stored since we looked, until it lists it.
    entriesOf(join(this.root, key));
    return true;
  }

  /** Gives up the lease of `claimRun`; a no-op for one that this process does not hold. */
  releaseRun(key: string): void {
    releaseLease(this.#lease(key));
  }

  /** Leases of a run: that of who computes it, and that of who takes it over. Mostly none. */
  leases(key: string): Lease[] {
    const lease = this.#lease(key);
    return [lease, takeoverOf(lease)].flatMap((file) => findLease(file) ?? []);
  }

  /** Throws StoreError if runs cannot be written here: called before anything is trained. */
  assertWritable(): void {
    const probe = join(this.root, `.probe.${String(process.pid)}.tmp`);
    try {
      makeFolder(this.root);
      writeFileSync(probe, '');
      rmSync(probe);
    } catch (cause) {
      throw unwritable(this.root, cause);
    }
  }

  /** Named as the locks of earlier versions, which count as leases. */
  #lease(key: string): string {
    return join(this.root, key, 'lock');
  }

  #isUndone(key: string): boolean {
    return existsSync(this.#file(key, 'timing'));
  }

  #committed(): CommittedResults {
    this.#committedResults ??= new CommittedResults(this.#committedFiles);
    return this.#committedResults;
  }

  /** Own and committed results by their training; what cannot be read is left to whoever asks for it. */
  #knownTrainings(): Trainings {
    if (this.#trainings === undefined) {
      this.#trainings = this.#committed().trainings();
      for (const key of this.keys()) {
        const file = this.#file(key, 'result');
        const parsed = parseResult(readText(file) ?? '', key);
        if ('record' in parsed) this.#trainings.add(parsed.record, file);
      }
    }
    return this.#trainings;
  }

  #read<T extends { key: string }>(
    key: string,
    name: 'failure' | 'timing',
    schema: z.ZodType<T>,
  ): T | undefined {
    const file = this.#file(key, name);
    const text = readText(file);
    if (text === undefined) return undefined;
    const parsed = parseRecord(schema, text);
    if ('problem' in parsed) throw unreadable(file, parsed);
    if (parsed.record.key !== key)
      throw corrupt(file, `belongs to run ${parsed.record.key}: it was moved here`);
    return parsed.record;
  }

  #file(key: string, name: 'result' | 'timing' | 'failure'): string {
    return join(this.root, key, `${name}.json`);
  }
}

/** Names in a folder, sorted; none if it does not exist. */
export function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new StoreError(
      folder,
      `cannot be listed (${String((cause as NodeJS.ErrnoException).code)})`,
      'name a folder',
      {
        cause,
      },
    );
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new StoreError(file, `cannot be read (${String(code)})`, 'check its permissions', { cause });
  }
}

function unreadable(file: string, { problem, outdated = false }: Unreadable): StoreError {
  return outdated ? new OutdatedRecordError(file, problem) : corrupt(file, problem);
}

function corrupt(file: string, problem: string): StoreError {
  return new StoreError(
    file,
    problem,
    'remove it with `dsrnn runs gc --corrupt` or delete the folder, then run again',
  );
}

const raise =
  'the numbers changed: find out why; if they should, raise the version of the definition that gives other ones ' +
  '(docs/reproducibility.md), else delete the record that is wrong';

function json(record: unknown): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
