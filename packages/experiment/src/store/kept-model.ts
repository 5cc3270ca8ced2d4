/** The trained model of a run as a file: what it was trained as, and a digest that tells damage. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@dsrnn/records';
import type { Checkpoint } from '../run/trainer/checkpoint.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** A trained model, after selection and before calibration, and where it comes from. */
export interface KeptModel {
  /** The key of its training, see `coreKeyOf`. */
  readonly core: string;
  /** Optimiser steps that were done. */
  readonly steps: number;
  /** The program that trained it, for a reader: its commit, or `unknown`. */
  readonly program: string;
  readonly tensors: Checkpoint;
}

/** Stands in the metadata of a file as `format`; others are none of ours. */
const FORMAT = 'dsrnn-model-1';

/** The bytes of its file. */
export function encodeModel({ core, steps, program, tensors }: KeptModel): Uint8Array {
  const metadata = { format: FORMAT, core, steps: String(steps), program };
  return writeSafetensors({ tensors, metadata: { ...metadata, digest: digestOf(tensors, metadata) } });
}

/** The model in the bytes of a file, or what is wrong with them. */
export function decodeModel(bytes: Uint8Array): { readonly model: KeptModel } | { readonly problem: string } {
  const read = readSafetensors(bytes);
  if ('problem' in read) return read;
  const { digest, ...metadata } = read.metadata;
  const { format, core } = metadata;
  if (format !== FORMAT || core === undefined) {
    return {
      problem: `is no kept model (its format is ${JSON.stringify(format ?? null)}, expected "${FORMAT}")`,
    };
  }
  if (digest !== digestOf(read.tensors, metadata))
    return { problem: 'does not have the digest that stands in it: it was edited or damaged' };
  const { steps, program = 'unknown' } = metadata;
  return { model: { core, steps: Number(steps), program, tensors: read.tensors } };
}

/** SHA-256 of the canonical JSON of metadata and shapes, and of the numbers as they stand in the file. */
function digestOf(tensors: Checkpoint, metadata: Readonly<Record<string, string>>): string {
  const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]));
  const hash = createHash('sha256').update(canonicalJson({ metadata, shapes }));
  for (const [name, { values }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
