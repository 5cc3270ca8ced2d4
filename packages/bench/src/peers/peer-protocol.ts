/**
 * What bench and the processes that measure say to each other: one JSON object a line, a request in, an answer out.
 * Our own worker speaks the same language, so that all are measured by one loop.
 */
import { z } from 'zod';
import { backendFacts } from '../report.ts';

/** Libraries that we compare with. */
export const peerNames = ['torch', 'onnxruntime'] as const;
/** A library by name. */
export type PeerName = (typeof peerNames)[number];

/**
 * `step`: batch 1, one time step, state fed back; with a size `steps`, so many at once, and the time of one of them.
 * `train`: a whole training step with linear head and Adam.
 */
export interface PeerWork {
  readonly peer: PeerName;
  /** Name of its column in reports: that of the peer, unless it appears twice. */
  readonly column: string;
  readonly case: 'lstm-train' | 'gru-train' | 'lstm-step' | 'gru-step';
  readonly sizes: Readonly<Record<string, number>>;
}

/** A recurrent layer with weights, in our layout and gate order (see the cells of @dsrnn/core), and what it reads. */
export interface CheckRequest {
  readonly check: 'lstm' | 'gru';
  readonly features: number;
  readonly units: number;
  readonly wx: readonly number[];
  readonly wh: readonly number[];
  /** `[gates · units]` */
  readonly b: readonly number[];
  /** `[units]`, of the gru's candidate; empty for the lstm. */
  readonly bn: readonly number[];
  /** `[time, features]` */
  readonly inputs: readonly number[];
}

/** First line of every process: what it is. */
export const greeting = z.object({
  name: z.string(),
  version: z.string(),
  /** What else decides its times: threads, libraries, instructions. */
  about: z.array(z.string()).default([]),
});

/** Answer to a request to measure. */
export const measured = z.object({
  medianMs: z.number().positive(),
  samples: z.array(z.number().positive()).min(1),
  /** By which of several ways that a peer has: the fastest. */
  way: z.string().optional(),
  /** Bytes of kernel memory, from our own worker. */
  kernelBytes: z.number().nullable().optional(),
  /** Examples through a backward pass over those of the batches, from our own worker when it measures a strategy. */
  workFactor: z.number().positive().nullable().optional(),
  /** What it was measured on, from our own worker. */
  backend: backendFacts.optional(),
});
/** Answer to a request to measure. */
export type Measured = z.infer<typeof measured>;

/** Answer to a check: h of every step, `[time, units]`. */
export const checked = z.object({ outputs: z.array(z.number()) });
