/** What can be measured: a case says what its work is and with which others it is compared. */
import type { BackendName } from '@dsrnn/core';
import type { PeerWork } from '../peers/peer-protocol.ts';
import type { Work } from '../work/work.ts';

/** Kinds of cases, in the order of every table. */
export const caseKinds = ['kernel', 'train', 'stream', 'core', 'memory', 'strategy'] as const;
/** A kind of case. */
export type CaseKind = (typeof caseKinds)[number];

/** One case. A timing is one unit of its work. */
export interface BenchCase {
  /** Unique; the word of the command line. */
  readonly id: string;
  readonly kind: CaseKind;
  /** Cases of a group, and their peers, are measured in turns: what disturbs one disturbs all. */
  readonly group: string;
  /** What the work is, in a few words. */
  readonly what: string;
  /** Multiply-accumulates of a unit by the method's plan, a backward pass counted as two forward ones. */
  readonly macs: number | null;
  /** Total MACs over those of `baseline`, router included; null for kernels, memory and strategies. */
  readonly macRatio: number | null;
  /**
   * The case that it is compared with: dense, on the same engine; the ceiling; fine-tuning. Null for that one itself.
   */
  readonly baseline: string | null;
  /** What tensors are computed on. */
  readonly backend: BackendName;
  /** The same work on our kernels; null where it is done on them, or not compared with them. */
  readonly beside: string | null;
  /** The same layer, always dense, in other libraries. */
  readonly peers: readonly PeerWork[];
  /** What a reader must know of the number; empty if nothing. */
  readonly note: string;
  /** Times are multiplied by this: above 1 where less was measured than is reported. */
  readonly scale: number;
  /** Bytes that backpropagation cannot do without; only of kind `memory`. */
  readonly neededBytes: number | null;
  /** Prepares the work in this process. */
  start(): Promise<Work>;
}

/** What a case has unless it says otherwise. */
export const plain = {
  macs: null,
  macRatio: null,
  baseline: null,
  backend: 'wasm',
  beside: null,
  peers: [],
  note: '',
  scale: 1,
  neededBytes: null,
} as const;
