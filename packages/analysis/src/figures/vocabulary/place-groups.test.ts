import { expect, it } from 'vitest';
import { madeContext, observation } from '../../../test/made-observations.ts';
import { placeGroups } from './place-groups.ts';

it('makes a group an architecture and a panel a task, in the order of the context, without pairs that have nothing', () => {
  const runs = [
    observation({ architecture: 'b', task: 'y', seed: 1 }),
    observation({ architecture: 'a', task: 'y', seed: 2 }),
    observation({ architecture: 'b', task: 'x', seed: 3 }),
    observation({ architecture: 'b', task: 'y', seed: 4 }),
  ];
  const context = { ...madeContext(runs), architectures: ['b', 'a'], tasks: ['x', 'y'] };
  const groups = placeGroups(
    runs,
    (run) => run,
    context,
    (here, { architecture, task, architectures, tasks }) => [
      [architecture, task, ...here.map(({ seed }) => seed), architectures.length, tasks.length].join(' '),
    ],
  );
  expect(groups).toEqual([['b x 3 2 2', 'b y 1 4 2 2'], ['a y 2 2 2']]);
});
