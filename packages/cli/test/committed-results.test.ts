/** What is committed in results/: every drawn file is what its runs give today, and every record belongs to its runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawSvg, PAGE, provenance } from '@dsrnn/analysis';
import { readCommitted } from '@dsrnn/experiment';
import { describe, expect, test } from 'vitest';
import { drawAll } from '../src/drawing/draw-all.ts';
import { gather } from '../src/drawing/gather.ts';
import { committedOnly, openExperiments } from '../src/open-experiment.ts';
import { Session } from '../src/session.ts';
import type { OutputFile } from '../src/write-files.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const sink = { write: () => true };
const session = new Session({ cwd: root, env: process.env, stdout: sink, stderr: sink });
const opened = await openExperiments([], session);
const folders = readdirSync(join(root, 'results'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('runs.jsonl'))
  .map((file) => file.split(/[\\/]/))
  .map(([id = '', profile = '']) => ({ id, profile }));

test('results are committed, each of an experiment that is here', () => {
  expect(folders.length).toBeGreaterThan(0);
  const known = opened.experiments.flatMap(({ id, profiles }) =>
    profiles.map((profile) => ({ id, profile })),
  );
  for (const folder of folders) expect(known).toContainEqual(folder);
});

describe.each(folders)('results/$id/$profile', ({ id, profile }) => {
  const folder = join(root, 'results', id, profile);
  const experiment = opened.experiments.find((one) => one.id === id)!;
  const redraw = `npx dsrnn results redraw ${id} --profile ${profile}`;

  test(`is what its runs give today; else \`${redraw}\``, async () => {
    const committed = await committedOnly(opened, id, profile);
    const gathered = await gather(experiment, { profile }, committed, session, true);
    const { families } = await drawAll(gathered, session, false);
    const texts = Object.values(families).flat();
    const images = texts.flatMap(({ name }) =>
      name.endsWith('.vl.json') ? ['.svg', '.png'].map((type) => name.replace('.vl.json', type)) : [],
    );
    const names = [...texts.map(({ name }) => name), ...images];
    const there = readdirSync(folder).filter(
      (name) => !/^(runs\.jsonl|provenance\.json|times\.json)$/.test(name),
    );
    const problems = [
      ...names.filter((name) => !there.includes(name)).map((name) => `${name}: is not there`),
      ...there.filter((name) => !names.includes(name)).map((name) => `${name}: is no longer drawn`),
      ...texts.flatMap(({ name, content }) =>
        there.includes(name)
          ? firstLine(name, readFileSync(join(folder, name), 'utf8'), String(content))
          : [],
      ),
      ...(await pictureProblems(folder, texts)),
    ];
    expect(problems, `results/${id}/${profile} is stale; \`${redraw}\` draws it anew`).toEqual([]);
  });

  test('has a provenance of just these runs', () => {
    const runs = readCommitted(join(folder, 'runs.jsonl'));
    const { digested } = provenance.parse(JSON.parse(readFileSync(join(folder, 'provenance.json'), 'utf8')));
    expect(digested.runs).toEqual(runs.map(({ key }) => key));
    expect(digested.data).toEqual(Object.assign({}, ...runs.map(({ data }) => data)));
    expect(digested.versions).toEqual(Object.assign({}, ...runs.map(({ versions }) => versions)));
    expect([...new Set(runs.map(({ spec }) => spec.backend))]).toEqual([digested.backend]);
    expect([...new Set(runs.map(({ spec }) => spec.engine))]).toEqual([digested.engine]);
    expect([digested.experiment, digested.profile]).toEqual([id, profile]);
  });
});

/** What is wrong with the pictures of these specifications: they are drawn anew, and each fits the page. */
async function pictureProblems(folder: string, texts: readonly OutputFile[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, content } of texts.filter((one) => one.name.endsWith('.vl.json'))) {
    const svg = await drawSvg(JSON.parse(String(content)) as Parameters<typeof drawSvg>[0]);
    const picture = name.replace('.vl.json', '.svg');
    problems.push(...firstLine(picture, readFileSync(join(folder, picture), 'utf8'), svg));
    const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    if (!(Number(width) <= PAGE.width && Number(height) <= PAGE.height))
      problems.push(`${picture}: ${String(width)} x ${String(height)} is larger than the page`);
  }
  return problems;
}

/** The first line that differs, as it is committed and as it is drawn. */
function firstLine(name: string, committed: string, drawn: string): string[] {
  if (committed === drawn) return [];
  const lines = drawn.split('\n');
  const old = committed.split('\n');
  const at = old.findIndex((line, i) => line !== lines[i]);
  const place = at === -1 ? old.length : at;
  const shown = (line: string | undefined): string => (line ?? '(nothing)').slice(0, 160);
  return [`${name}:${String(place + 1)}: "${shown(old[place])}" is drawn as "${shown(lines[place])}"`];
}
