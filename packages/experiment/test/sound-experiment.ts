/** An experiment that `validate` accepts, on the presets of this repository; tests replace pieces of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { requireClaimRuns } from '../src/grid/claim-runs.ts';
import { ConfigError } from '../src/declare/config-error.ts';
import { expandGrid } from '../src/grid/expand-grid.ts';
import { gridNotices } from '../src/grid/grid-notices.ts';
import { loadExperiment } from '../src/declare/load-experiment.ts';
import { planGrid } from '../src/grid/plan-grid.ts';
import { loadPresets } from '../src/declare/presets.ts';

const presets = loadPresets(fileURLToPath(new URL('../../../configs', import.meta.url)));

/** Its text. */
export const sound = `id: sound
title: t
claim: c
profiles:
  quick:
    architectures: [lstm-32]
    methods: [dense, ds]
    sparsity: [0, 0.9]
    tasks: [digits-rows-14]
    seeds: [1, 2, 3]
    train: { steps: 100, warmupSteps: 10, evaluateEvery: 50 }
    probes: [masks]
backend: wasm
claims:
  - id: one
    statement: s
    kind: superior
    treatment: { label: ds, sparsity: 0.9, measure: masks.h-linear }
    reference: { label: ds, sparsity: 0.9, measure: masks.state-linear }
    better: higher
    margin: 0
tables: [scores, tuning]
figures: [differences]
`;

/** Does with a text what `validate` does. */
export function validate(text: string): { readonly notices: readonly string[] } {
  const folder = join(temporaryFolder(), 'sound');
  mkdirSync(folder);
  const file = join(folder, 'experiment.yaml');
  writeFileSync(file, text);
  const experiment = loadExperiment(file, presets);
  const runs = expandGrid(experiment, 'quick');
  requireClaimRuns(experiment, [runs]);
  return { notices: gridNotices(runs, planGrid(experiment, runs)) };
}

/** The problems of the sound experiment with some pieces replaced, as `line path: message`. */
export function problems(...pieces: readonly (readonly [string, string])[]): string[] {
  try {
    validate(
      pieces.reduce((text, [piece, by]) => {
        expect(text).toContain(piece);
        return text.replace(piece, by);
      }, sound),
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(({ line, path, message }) => `${String(line)} ${path}: ${message}`);
  }
  return [];
}

/** A piece of the sound experiment and what to put there: one more method, another cell, another task, another recipe. */
export const method = (fields: string): [string, string] => [
  '[dense, ds]',
  `[dense, ds, { label: x, ${fields} }]`,
];
export const cell = (fields: string): [string, string] => ['[lstm-32]', `[{ label: x, ${fields} }]`];
export const task = (fields: string): [string, string] => ['[digits-rows-14]', `[{ label: x, ${fields} }]`];
export const train = (fields: string): [string, string] => [
  '{ steps: 100, warmupSteps: 10, evaluateEvery: 50 }',
  `{ ${fields} }`,
];
