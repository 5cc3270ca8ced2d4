/** The process that measures one of our cases: it is asked for nothing else, so that no other work shapes its code. */
import { activeKernels } from '@dsrnn/core';
import { z } from 'zod';
import { findCase } from '../cases/registry.ts';
import { median } from '../median.ts';
import type { Work } from '../work/work.ts';
import { serveLines } from './serve-lines.ts';

const request = z.strictObject({ case: z.string(), repeat: z.int().positive() });

let ready: { readonly id: string; readonly work: Work } | undefined;

await serveLines({ name: 'dsrnn', version: process.version }, async (line) => {
  const { case: id, repeat } = request.parse(line);
  if (ready?.id !== id) ready = { id, work: await findCase(id).start() };
  const samples = ready.work.take(repeat);
  return {
    ...{ medianMs: median(samples), samples },
    kernelBytes: activeKernels()?.memoryBytes ?? null,
    workFactor: ready.work.workFactor ?? null,
  };
});
