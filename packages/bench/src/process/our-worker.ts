/** The process that measures one of our cases: it is asked for nothing else, so that no other work shapes its code. */
import { activeKernels, backendDefinition, type BackendName } from '@dsrnn/core';
import { z } from 'zod';
import { findCase } from '../cases/registry.ts';
import { median } from '@dsrnn/portable';
import type { BackendFacts } from '../report.ts';
import type { Work } from '../work/work.ts';
import { serveLines } from './serve-lines.ts';

const request = z.strictObject({ case: z.string(), repeat: z.int().positive() });

let ready: { readonly id: string; readonly work: Work; readonly backend: BackendFacts } | undefined;

await serveLines({ name: 'dsrnn', version: process.version }, async (line) => {
  const { case: id, repeat } = request.parse(line);
  if (ready?.id !== id) {
    const found = findCase(id);
    const work = await found.start();
    ready = { id, work, backend: await factsOf(found.backend) };
  }
  const samples = await ready.work.take(repeat);
  return {
    ...{ medianMs: median(samples), samples },
    kernelBytes: activeKernels()?.memoryBytes ?? null,
    workFactor: ready.work.workFactor ?? null,
    backend: ready.backend,
  };
});
process.exit(); // a device may keep it alive

async function factsOf(name: BackendName): Promise<BackendFacts> {
  const { device, driver, emulated, packages } = await backendDefinition(name).describe();
  return { name, device, driver, emulated, packages };
}
