import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { describe, expect, it, test } from 'vitest';
import { ownNode, type NodeCommand } from '../pool/node-command.ts';
import { panelSpecs } from '../panel/panel-specs.ts';
import { installableNode } from './installed-node.ts';
import { selfCheck, type SelfCheck } from './self-check.ts';
import { selfCheckEntries } from './self-check-entries.ts';
import { chooseWorkerNode, rememberedCheck, workerNodeText } from './worker-node.ts';

const node = (version: string): NodeCommand => ({ file: `/toy/${version}/node`, version, flags: [] });
const wrong: SelfCheck = { alike: false, why: 'other numbers in lstm ds' };

/** The choice in words, what was told, and what was checked. */
async function choose(
  own: string,
  installed: string | null,
  fails: (node: NodeCommand) => boolean = () => false,
): Promise<{ chosen: string; told: string[]; checked: number }> {
  const told: string[] = [];
  let checked = 0;
  const chosen = await chooseWorkerNode({
    own: node(own),
    installed: installed === null ? null : node(installed),
    tell: (text) => told.push(text),
    check: async (one) => {
      checked += 1;
      return fails(one) ? wrong : { alike: true };
    },
  });
  return { chosen: workerNodeText(chosen), told, checked };
}

describe.runIf(process.arch === 'x64')('the Node of workers', () => {
  it.each([
    ['v20.20.2', null, 'Node v20.20.2, vectors of 128 bits', 0],
    ['v22.23.2', null, 'Node v22.23.2, vectors of 128 bits', 0],
    ['v24.21.0', null, 'Node v24.21.0, vectors of 256 bits', 1],
    ['v26.12.1', 'v24.21.0', 'Node v26.12.1, vectors of 256 bits', 1],
    ['v20.20.2', 'v24.21.0', 'Node v24.21.0 (installed), vectors of 256 bits', 1],
  ])('of a command on %s beside %s is %s', async (own, installed, chosen, checked) => {
    expect(await choose(own, installed)).toEqual({ chosen, told: [], checked });
  });

  it('goes without joined vectors where they change a bit, and without the installed one where that does', async () => {
    const wide = (one: NodeCommand): boolean => one.flags.length > 0;
    const own = await choose('v24.21.0', null, wide);
    expect(own.chosen).toBe('Node v24.21.0, vectors of 128 bits');
    expect(own.told).toEqual([
      'notice: workers do not run on Node v24.21.0, vectors of 256 bits: it does not compute the committed bits on this ' +
        'machine (other numbers in lstm ds)',
    ]);
    expect((await choose('v20.20.2', 'v24.21.0', wide)).chosen).toBe(
      'Node v24.21.0 (installed), vectors of 128 bits',
    );
    const nothing = await choose('v20.20.2', 'v24.21.0', () => true);
    expect(nothing).toMatchObject({ chosen: 'Node v20.20.2, vectors of 128 bits', checked: 2 });
    expect(nothing.told).toHaveLength(2);
  });

  it('is not called wrong where its check was interrupted', async () => {
    const told: string[] = [];
    const check = async (): Promise<SelfCheck> => ({
      alike: false,
      why: 'it ended with SIGINT',
      ended: true,
    });
    await chooseWorkerNode({
      own: node('v24.21.0'),
      installed: null,
      tell: (text) => told.push(text),
      check,
    });
    expect(told).toEqual([
      'notice: workers do not run on Node v24.21.0, vectors of 256 bits: the check of its bits came to no end ' +
        '(it ended with SIGINT); the next command checks again',
    ]);
  });
});

describe('a self-check', () => {
  const folder = temporaryFolder();
  let count = 0;
  const toy = (words: string): URL => {
    const file = join(folder, `${String((count += 1))}.mjs`);
    writeFileSync(file, words);
    return pathToFileURL(file);
  };

  it('is passed by a process that computes alike, and by no other', async () => {
    const answer = (names: readonly string[]): URL =>
      toy(`process.send({ entries: 2, wrong: ${JSON.stringify(names)} }, () => process.exit())`);
    expect(await selfCheck(ownNode, answer([]))).toEqual({ alike: true });
    expect(await selfCheck(ownNode, answer(['gru ds', 'ltc ds']))).toEqual({
      alike: false,
      why: 'other numbers in gru ds, ltc ds',
    });
  });

  it('fails where the process ends by itself, does not know a flag, or cannot be started', async () => {
    expect(await selfCheck(ownNode, toy('process.exit(3)'))).toEqual({
      alike: false,
      why: 'it ended with exit code 3',
      ended: true,
    });
    const flagged = { ...ownNode, flags: ['--no-such-flag'] };
    expect(await selfCheck(flagged, toy(''))).toMatchObject({ alike: false, ended: true });
    expect(await selfCheck(node('v99.0.0'), toy(''))).toMatchObject({ alike: false, ended: true });
  });

  it.each([
    ['passed', { alike: true }, 1],
    ['found other numbers', wrong, 1],
    ['was interrupted', { alike: false, why: 'it ended with SIGINT', ended: true }, 2],
  ] as const)('that %s is remembered, unless it came to no end', async (how, outcome, times) => {
    const kept = join(folder, how);
    let checks = 0;
    const check = async (): Promise<SelfCheck> => {
      checks += 1;
      return outcome;
    };
    for (let i = 0; i < 2; i += 1)
      expect(await rememberedCheck(ownNode, () => undefined, kept, check)).toMatchObject(outcome);
    expect(checks).toBe(times);
  });

  it('is not asked of a Node that went meanwhile', async () => {
    const check = (): Promise<SelfCheck> => Promise.reject(new Error('asked'));
    expect(await rememberedCheck(node('v99.0.0'), () => undefined, undefined, check)).toEqual({
      ...{ alike: false, ended: true, why: '/toy/v99.0.0/node is no longer there' },
    });
  });

  it('computes every cell, densely and gated, on both engines', () => {
    const entries = selfCheckEntries([...panelSpecs().keys()]);
    for (const cell of ['lstm', 'gru', 'ltc', 's4d'])
      for (const way of ['dense', 'ds', 'dense reference', 'ds reference'])
        expect(entries).toContain(`${cell} ${way}`);
    for (const entry of ['gru delta', 'gru rigl', 'lstm ds embedded']) expect(entries).toContain(entry);
    expect(entries.length).toBeLessThan(30);
  });

  const { installed } = installableNode() ?? { installed: () => null };
  it.skipIf(installed() === null)('is passed by the installed Node, vectors joined', async () => {
    const wide = { ...installed()!, flags: ['--experimental-wasm-revectorize'] };
    expect(await selfCheck(wide)).toEqual({ alike: true });
  });
});

test('a Node can be installed where one is faster, and nowhere else', () => {
  expect(installableNode('linux', 'x64')?.packages.name).toBe('worker-node-linux-x64');
  expect(installableNode('win32', 'x64')?.packages.name).toBe('worker-node-win-x64');
  expect(installableNode('darwin', 'x64')?.packages.name).toBe('worker-node-darwin-x64');
  expect(installableNode('linux', 'arm64')).toBeNull();
  expect(installableNode('linux', 'x64')?.packages.obstacle()?.remedy ?? '').toMatch(
    /^(run `npx dsrnn runtime add`( again)?)?$/,
  );
});
