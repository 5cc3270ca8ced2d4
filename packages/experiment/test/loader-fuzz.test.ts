/** Whatever stands in a configuration file, loading it ends soon, and either well or with an error that can be mended. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRng } from '@dsrnn/portable';
import { expect, test } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { ConfigError } from '../src/declare/config-error.ts';
import { expandGrid } from '../src/grid/expand-grid.ts';
import { loadExperiment } from '../src/declare/load-experiment.ts';
import { planGrid } from '../src/grid/plan-grid.ts';
import { loadPresets } from '../src/declare/presets.ts';
import { mutate } from './mutate-yaml.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const presets = loadPresets(join(root, 'configs'));
const experiments = readdirSync(join(root, 'experiments')).map((id) => ({
  id,
  text: readFileSync(join(root, 'experiments', id, 'experiment.yaml'), 'utf8'),
}));
/** Has every field of a grid. */
const grid = `id: grid
title: t
claim: c
engine: fused
sparsityOf: channels
profiles:
  quick:
    architectures:
      - lstm-32
      - { label: small, kind: gru, units: 8 }
    methods: [dense, { label: soft, kind: ds, estimator: { kind: hard-concrete } }]
    sparsity: [0, 0.5]
    tasks: [{ label: two, kind: sinusoids, tasks: 2 }]
    strategies: [joint, replay]
    seeds: [1, 2]
    train: { steps: 60, select: last, evaluateEvery: 30 }
    tune: { learningRate: { start: [0.003, 0.009], most: 4 } }
    probes: [part-masks, { kind: part-conflict, perPart: 8 }]
    blocks:
      - { methods: [dense, soft], strategies: [joint] }
      - { methods: [soft], strategies: [replay], seeds: [1] }
      - architectures: [small]
        methods: [{ label: less, kind: rigl, dropFraction: 0.2 }]
        sparsity: [0.5]
        tasks: [two]
        seeds: [3]
reference: dense
`;
/** Has every field of a claim. */
const judged = `id: judged
title: t
claim: c
profiles:
  quick:
    architectures: [lstm-32]
    methods: [dense, ds]
    sparsity: [0, 0.9]
    tasks: [sinusoids-4]
    strategies: [joint]
    seeds: [1, 2]
    train: { steps: 100, warmupSteps: 10 }
    tune: [{ label: more, steps: 200 }]
    blocks: [{ methods: [dense] }, { methods: [ds], recipes: [own] }]
claims:
  - id: one
    statement: s
    paper: p
    kind: non-inferior
    treatment: { label: ds, sparsity: 0.9, strategy: joint, measure: parts.mean }
    reference: { label: dense, sparsity: 0, strategy: joint, measure: parts.mean }
    better: lower
    architectures: [lstm-32]
    tasks: [sinusoids-4]
    margin: 0.1
    relative: true
    equal: core-macs
    confidence: 0.9
    minimumPairs: 2
  - { id: two, statement: s, kind: superior, treatment: { label: ds, sparsity: 0.9 }, reference: { value: 0.5 }, margin: 0 }
tables: [scores]
figures: [differences]
`;
/** What most mutants are made of: the files of the experiments are longer, and have nothing to break that these lack. */
const short = [
  { id: 'grid', text: grid },
  { id: 'judged', text: judged },
];
const presetFiles = ['architectures', 'methods', 'tasks', 'strategies', 'train'].map((name) => ({
  name: `${name}.yaml`,
  text: readFileSync(join(root, 'configs', `${name}.yaml`), 'utf8'),
}));

const MUTANTS = 1500;
const PRESET_MUTANTS = 60;
/** Far above what a mutant takes, and far below what a reader waits for. */
const MOST_MS = 5000;

/** What is wrong with how `load` ended; null for a sound end. */
function wrongEnd(load: () => void, file: string, mutant: Buffer): string | null {
  const start = performance.now();
  let problem: string | null = null;
  try {
    load();
  } catch (error) {
    problem = error instanceof ConfigError ? unclear(error, file, mutant) : String((error as Error).stack);
  }
  const ms = performance.now() - start;
  return ms > MOST_MS ? `took ${String(Math.round(ms))} ms` : problem;
}

/** An issue without its file, with a line that the file does not have, or with values of the program in its text. */
function unclear({ issues }: ConfigError, file: string, mutant: Buffer): string | null {
  const lineCount = mutant.toString('utf8').split('\n').length;
  const bad = issues.find(
    (issue) =>
      issue.file !== file ||
      (issue.line !== null && (issue.line < 1 || issue.line > lineCount)) ||
      issue.message === '' ||
      /\bundefined\b|\[object |Invalid input$| at .*\.ts:/.test(`${issue.path} ${issue.message}`),
  );
  return issues.length === 0 ? 'no issue' : bad === undefined ? null : JSON.stringify(bad);
}

test.each(short)('$id, which mutants are made of, loads', ({ id, text }) => {
  const folder = join(temporaryFolder(), id);
  mkdirSync(folder);
  const file = join(folder, 'experiment.yaml');
  writeFileSync(file, text);
  const experiment = loadExperiment(file, presets);
  expect(() => planGrid(experiment, expandGrid(experiment, 'quick'))).not.toThrow();
});

test(`${String(MUTANTS)} mutants of the experiments load, or are refused with file and line`, () => {
  const folder = temporaryFolder();
  for (const { id } of [...experiments, ...short]) mkdirSync(join(folder, id));
  const wrong: string[] = [];
  let refused = 0;
  for (let i = 1; i <= MUTANTS; i++) {
    const rng = createRng(i);
    const of = i % 30 === 0 ? experiments : short;
    const { id, text } = of[rng.integer(of.length)]!;
    const mutant = mutate(text, rng);
    const file = join(folder, id, 'experiment.yaml');
    writeFileSync(file, mutant);
    const end = wrongEnd(
      () => {
        try {
          const experiment = loadExperiment(file, presets);
          const cheapest = experiment.profiles[0]!;
          planGrid(experiment, expandGrid(experiment, cheapest));
        } catch (error) {
          refused += 1;
          throw error;
        }
      },
      file,
      mutant,
    );
    if (end !== null) wrong.push(`mutant ${String(i)} of ${id}: ${end}`);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  // Mutations that harm nothing would test nothing.
  expect(refused).toBeGreaterThan(MUTANTS / 2);
});

test(`${String(PRESET_MUTANTS)} mutants of the preset files load, or are refused with file and line`, () => {
  const folder = temporaryFolder();
  const wrong: string[] = [];
  for (let i = 1; i <= PRESET_MUTANTS; i++) {
    const rng = createRng(i);
    const chosen = presetFiles[rng.integer(presetFiles.length)]!;
    const mutant = mutate(chosen.text, rng);
    // The others say nothing, and take no time.
    for (const { name } of presetFiles) writeFileSync(join(folder, name), '{}\n');
    const file = join(folder, chosen.name);
    writeFileSync(file, mutant);
    const end = wrongEnd(() => loadPresets(folder), file, mutant);
    if (end !== null) wrong.push(`mutant ${String(i)} of ${basename(file)}: ${end}`);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
});
