/** A data source: pinned files, where they can come from, and what a reader must know before using them. */
import type { DataAccess } from '../data-access.ts';

/** A file of a source as it is kept in the cache, pinned by size and SHA-256. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A place that data can come from. What it hands over is checked against the pinned SHA-256 by the caller. */
export interface Origin {
  readonly kind: 'npm' | 'debian' | 'download' | 'embedded';
  /** The place, for messages, or undefined if it is not there. Uses no network. */
  locate(access: DataAccess): Promise<string | undefined>;
  /** The content of one of the source's files. `temporary` is a path that may be used for a download. */
  read(file: SourceFile, access: DataAccess, temporary: string): Promise<Uint8Array>;
  /** Leaves the content in the file `temporary` instead; where it can be had without holding it in memory. */
  store?(file: SourceFile, access: DataAccess, temporary: string): Promise<void>;
}

/** An entry of the source registry. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  /** Number of examples N, steps T and features D in row form, and classes, 0 if numbers are predicted. */
  readonly examples: number;
  readonly time: number;
  readonly features: number;
  readonly classes: number;
  readonly splitRule: string;
  readonly files: readonly SourceFile[];
  /** In order of preference, after the cache. */
  readonly origins: readonly Origin[];
  /** What to do if no origin has the data: the exact command. */
  readonly howToGet: string;
}
