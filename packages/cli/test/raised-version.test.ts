/** What becomes of committed results when the version of a definition rises: those that used it are asked for again. */
import { definitions } from '@dsrnn/experiment';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { experiment, toyWorkspace, type ToyWorkspace } from './toy-workspace.ts';

const masks = definitions.get('probe/masks') as { version: number };
const { version } = masks;
const probed = experiment
  .replace('id: toy', 'id: probed')
  .replace('train: short', 'train: short\n    probes: [masks]');

let toy: ToyWorkspace;

beforeEach(async () => {
  toy = toyWorkspace();
  toy.write('experiments/probed/experiment.yaml', probed);
  for (const id of ['toy', 'probed']) {
    expect((await toy.dsrnn(`run ${id}`)).code).toBe(0);
    expect((await toy.dsrnn(`results write ${id}`)).code).toBe(0);
  }
  masks.version = version + 1;
});
afterEach(() => {
  masks.version = version;
  toy.remove();
});

interface Checked {
  readonly missing: readonly string[];
  readonly recomputed: readonly { readonly run: string; readonly state: string }[];
}

async function check(id: string): Promise<{ readonly code: number; readonly report: Checked }> {
  const { code, out } = await toy.dsrnn(`check ${id} --sample 6 --json`);
  return { code, report: (JSON.parse(out) as [Checked])[0] };
}

test('a new measure of a probe leaves the check green for all else and asks for exactly the runs of that probe', async () => {
  expect(await check('toy')).toMatchObject({ code: 0, report: { missing: [] } });
  const { code, report } = await check('probed');
  expect(code).toBe(3);
  expect(report.missing).toEqual([1, 2, 3].map((seed) => `tiny ds 0.9 copy short #${String(seed)}`));
  expect(report.recomputed.map(({ run, state }) => `${run}: ${state}`).sort()).toEqual(
    [1, 2, 3].map((seed) => `tiny dense copy short #${String(seed)}: same`),
  );

  const text = (await toy.dsrnn('check probed --sample 6')).out;
  expect(
    text.match(
      /^ {2}[0-9a-f]{12} {2}lstm ds 0\.9 copy-memory #\d on wasm fused: probe\/masks recorded at version 1, now 2$/gm,
    ),
  ).toHaveLength(3);
  expect(text).toContain('`dsrnn run probed --profile quick` computes what rose in version');

  const run = await toy.dsrnn('run probed');
  expect(run.out).toContain('probed (quick): 3 computed, 3 stored before');
  await toy.dsrnn('results write probed');
  expect((await check('probed')).code).toBe(0);
});
