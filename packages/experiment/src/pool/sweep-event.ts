/** What a sweep reports while it goes on, and at its end. */
import type { GridRun } from '../grid/expand-grid.ts';
import type { RunProgress } from '../run/execute-run.ts';
import type { RunError } from './worker-messages.ts';

/** `worker` numbers the places of the pool from 0; at any time a place computes at most one run. */
export type SweepEvent =
  | { readonly kind: 'skipped'; readonly run: GridRun; readonly reason: 'stored' | 'locked' }
  /** Not computed here: whoever runs `command` computes it. */
  | { readonly kind: 'handed-on'; readonly run: GridRun; readonly command: readonly string[] }
  | { readonly kind: 'started'; readonly run: GridRun; readonly worker: number }
  | {
      readonly kind: 'progress';
      readonly run: GridRun;
      readonly worker: number;
      readonly progress: RunProgress;
    }
  | {
      readonly kind: 'finished';
      readonly run: GridRun;
      readonly worker: number;
      readonly status: 'completed' | 'diverged';
      readonly score: number | null;
      /** Nothing was trained: its probes were computed from a kept model. */
      readonly probed: boolean;
      readonly wallMs: number;
    }
  /** Something that the reader should know and that stops nothing. */
  | { readonly kind: 'notice'; readonly run: GridRun; readonly text: string }
  | { readonly kind: 'failed'; readonly run: GridRun; readonly worker: number; readonly error: RunError }
  | { readonly kind: 'interrupted'; readonly run: GridRun; readonly worker: number };

/** Counts of runs. Their sum, `probed` aside, is the number of runs asked for, less those handed on and those never started after a stop. */
export interface SweepSummary {
  /** Computed now, completed. */
  readonly done: number;
  /** Of those, without training: their probes were computed from a kept model. */
  readonly probed: number;
  /** Computed now, diverged. */
  readonly diverged: number;
  /** Stored before, or by another process meanwhile. */
  readonly skipped: number;
  /** Ended in an error, which is kept in the store. */
  readonly failed: number;
  /** Stopped in flight; nothing of them is kept. */
  readonly interrupted: number;
  /** Still being computed by another process when this sweep ended. */
  readonly inFlight: number;
}
