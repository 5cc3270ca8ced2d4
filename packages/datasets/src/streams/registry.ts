/**
 * The streams: tasks that come as experiences, one after the other. A new one is a new file and one entry of `streams`;
 * config union, lookup and digests follow from it, in ../registry.ts.
 */
import { copyStream } from './copy-stream.ts';
import { permuted } from './permuted.ts';
import { rotated } from './rotated.ts';
import { split } from './split.ts';

/** Every stream. */
export const streams = [split, permuted, rotated, copyStream] as const;
