import { describe, expect, it } from 'vitest';
import { rangeProblems, taskIndices } from './family-fields.ts';

describe('a range of tasks', () => {
  it('counts on from the first', () => {
    expect(taskIndices({ tasks: 3, first: 5 })).toEqual([5, 6, 7]);
  });

  it('is fine up to the last task there is', () => {
    expect(rangeProblems({ tasks: 3, first: 17 }, 20, 'stations')).toEqual([]);
  });

  it('says how many tasks there are from the first on', () => {
    expect(rangeProblems({ tasks: 4, first: 17 }, 20, 'stations')).toEqual([
      {
        path: ['tasks'],
        message: '4 tasks from first = 17 on, but there are 20 stations; at most 3: lower tasks or first',
      },
    ]);
  });

  it('says which tasks there are if the first is none', () => {
    expect(rangeProblems({ tasks: 1, first: 20 }, 20, 'stations')).toEqual([
      { path: ['first'], message: '20, but there are 20 stations; expected 0 to 19' },
    ]);
  });
});
