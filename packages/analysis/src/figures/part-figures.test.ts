import type { Observation } from '@dsrnn/records';
import * as vega from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { onStrategies, withScores } from '../../test/made-parts.ts';
import { AnalysisError } from '../errors.ts';
import { accuracyOverTime } from './accuracy-over-time.ts';
import { forgettingDifferences } from './forgetting-differences.ts';
import { methodStyles, stylesWithReference } from './vocabulary/method-styles.ts';
import { compileFigure } from './rendering/render.ts';
import { lettersThatFit } from './panels/matrix-layout.ts';
import { scoreMatrices } from './score-matrices.ts';
import { scoreVersusParts } from './score-versus-parts.ts';

/** All inlined rows of data that have these fields, and only them in this order of appearance. */
function rowsWith(figure: object, ...fields: string[]): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  JSON.stringify(figure, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && fields.every((field) => field in value)) {
      rows.push(
        Object.fromEntries(fields.map((field) => [field, (value as Record<string, unknown>)[field]])),
      );
    }
    return value;
  });
  return rows;
}
const titlesOf = (figure: object): unknown[] =>
  rowsWith(figure, 'text').flatMap(({ text }) => (typeof text === 'string' ? [text] : []));

const under = (strategy: string, overrides: Partial<Observation> = {}): Observation =>
  observation({ stream: 'split', strategy, task: `split/${strategy}`, ...overrides });
const dense = { method: 'dense', sparsity: 0 };
const twice = (run: Observation, scores: number[][]): Observation[] =>
  [1, 2].map((seed) => withScores({ ...run, seed }, scores));

const runs = [
  ...twice(under('replay'), [
    [0.75, 0.125],
    [0.5, 0.625],
  ]),
  ...twice(under('replay', dense), [
    [1, 0.25],
    [0.25, 0.75],
  ]),
  ...twice(under('joint'), [[0.875, 0.625]]),
];
const context = madeContext(runs, { tasks: ['split/joint', 'split/replay'] });

describe('accuracyOverTime', () => {
  it('is the mean over the parts learned so far, after each of them', () => {
    const points = rowsWith(accuracyOverTime(runs, context), 'method', 'x', 'score', 'low');
    expect(points).toEqual([
      { method: 'dense', x: 1, score: 100, low: 100 },
      { method: 'dense', x: 2, score: 50, low: 50 }, // (25 + 75)/2
      { method: 'ds', x: 1, score: 75, low: 75 },
      { method: 'ds', x: 2, score: 56.25, low: 56.25 }, // (50 + 62.5)/2
    ]);
  });

  it('has joint training as a level of its method', () => {
    const figure = accuracyOverTime(runs, context);
    const levels = rowsWith(figure, 'method', 'score').filter(({ score }) => score === 75);
    expect(levels).toEqual([
      { method: 'ds', score: 75 }, // the level
      { method: 'ds', score: 75 }, // the first point
    ]);
    expect(JSON.stringify(figure.title)).toContain('learned at once (joint)');
    expect(titlesOf(figure)).toContain('split\nreplay');
  });

  it('counts runs of a place that has none left', () => {
    const lost = [1, 2].map((seed) =>
      under('replay', { method: 'rigl', seed, score: null, status: 'diverged' }),
    );
    const all = [...runs, ...lost];
    const figure = accuracyOverTime(all, madeContext(all));
    expect(JSON.stringify(figure.title)).toContain('diverged runs, left out: 2');
    expect(rowsWith(figure, 'method', 'x').filter(({ method }) => method === 'rigl')).toEqual([]);
  });

  it('needs a run that learned one part after the other', () => {
    const joint = runs.filter(({ strategy }) => strategy === 'joint');
    expect(() => accuracyOverTime(joint, madeContext(joint))).toThrow(AnalysisError);
    expect(() => scoreMatrices(joint, madeContext(joint))).toThrow(/such as fine-tune or replay/);
  });
});

/** A cell of a matrix as it is drawn. */
interface DrawnCell {
  readonly x: number;
  readonly y: number;
  readonly opacity: number;
  readonly datum: {
    readonly strategy: string;
    readonly method: string;
    readonly after: number;
    readonly part: number;
  };
}

/** The cells of a figure of one block, by their places in it. */
async function drawnCells(figure: TopLevelSpec): Promise<DrawnCell[]> {
  const view = await new vega.View(vega.parse(compileFigure(figure)), { renderer: 'none' }).runAsync();
  const cells: DrawnCell[] = [];
  const visit = ({ marktype, items }: Scene): void => {
    for (const item of items) {
      if (marktype === 'rect' && 'after' in (item.datum ?? {})) cells.push(item as unknown as DrawnCell);
      for (const mark of item.items ?? []) visit(mark);
    }
  };
  visit((view.scenegraph() as unknown as { root: Scene }).root);
  view.finalize();
  return cells;
}

/** What is read of a mark of vega's scene, which its typings do not show. */
interface Scene {
  readonly marktype: string;
  readonly items: readonly { readonly items?: readonly Scene[]; readonly datum?: object }[];
}

describe('scoreMatrices', () => {
  it('has the mean over seeds in every cell, and of forgetting', () => {
    const [first, second] = [1, 2].map((seed) =>
      withScores(under('replay', { seed }), [
        [seed / 4, 0],
        [0.125, seed / 2],
      ]),
    );
    const figure = scoreMatrices([first!, second!], madeContext([]));
    expect(rowsWith(figure, 'after', 'part', 'score')).toEqual([
      { after: 1, part: 1, score: 37.5 },
      { after: 1, part: 2, score: 0 },
      { after: 2, part: 1, score: 12.5 },
      { after: 2, part: 2, score: 75 },
    ]);
    // (25 − 12.5 + 50 − 12.5)/2
    expect(rowsWith(figure, 'strategy', 'method', 'forgotten')).toEqual([
      { strategy: 'replay', method: 'ds', forgotten: '25' },
    ]);
  });

  it('writes forgetting of errors without the digits that have no room', () => {
    const forgetting = (start: number, end: number): unknown => {
      const matrix = [
        [start, 4],
        [end, 1],
      ];
      const run = withScores(under('replay', { metric: 'mse' }), matrix);
      return rowsWith(scoreMatrices([run], madeContext([run])), 'forgotten')[0]?.['forgotten'];
    };
    expect(forgetting(0.5, 2)).toBe('1.5');
    expect(forgetting(0.5, 0.928)).toBe('.43');
    expect(forgetting(0.5, 0.244)).toBe('−.26');
    expect(forgetting(0.5, 0.499)).toBe('0');
  });

  it('writes numbers no wider than a matrix, in the advance widths of DejaVu Sans Bold', () => {
    const em = { '−': 0.838, '.': 0.38 } as Readonly<Record<string, number>>;
    for (const size of [15, 20, 30, 46]) {
      for (const text of ['7', '25', '100', '−10', '−.01', '1.53', '−100']) {
        const width = Array.from(text).reduce((sum, sign) => sum + (em[sign] ?? 0.696), 0);
        expect(lettersThatFit(text, size) * width, `${text} in ${String(size)}`).toBeLessThanOrEqual(
          size - 3,
        );
      }
    }
    expect(lettersThatFit('25', 20)).toBe(8);
  });

  it('has methods down and strategies across, each cell in the band of both, also where a place is empty', async () => {
    const scores = [
      [0.5, 0.25],
      [0.25, 0.75],
    ];
    // Only the last method was run under both strategies.
    const some = [
      ...twice(under('gem', { method: 'rigl' }), scores),
      ...twice(under('gem'), scores),
      ...twice(under('gem', dense), scores),
      ...twice(under('fine-tune', dense), scores),
    ];
    const tasks = ['split/fine-tune', 'split/gem'];
    const cells = await drawnCells(
      scoreMatrices(some, madeContext(some, { tasks, methods: ['rigl', 'ds', 'dense'] })),
    );
    const places = new Map(
      cells.map(({ x, y, datum }) => [
        `${datum.strategy} ${datum.method} ${String(datum.after)} ${String(datum.part)}`,
        [x, y],
      ]),
    );
    // Matrices of 46, cells of 23, gaps of 4.
    expect(Object.fromEntries(places)).toMatchObject({
      'gem rigl 1 1': [50, 0],
      'gem rigl 2 1': [50, 23],
      'gem rigl 1 2': [73, 0],
      'gem ds 1 1': [50, 50],
      'gem dense 2 2': [73, 123],
      'fine-tune dense 1 1': [0, 100],
    });
    expect(cells).toHaveLength(16);
    // Pale above the diagonal only.
    for (const { opacity, datum } of cells) expect(opacity < 1).toBe(datum.part > datum.after);
  });

  it('has one scale and one legend for accuracy, and one for each stream of errors', () => {
    const streams = ['one', 'two', 'three', 'four'].flatMap((stream, i) =>
      withScores(under('replay', { stream, task: `${stream}/replay`, metric: i < 2 ? 'accuracy' : 'mse' }), [
        [0.5, 0.9],
        [0.25 * i + 0.25, 0.75],
      ]),
    );
    const tasks = streams.map(({ task }) => task);
    const figure = scoreMatrices(streams, madeContext(streams, { tasks }));
    const scales = rowsWith(figure, 'scale', 'legend').map(({ scale, legend }) => [
      (scale as { domain: unknown }).domain,
      legend !== null,
    ]);
    expect(scales).toEqual([
      [[0, 100], true],
      [[0, 100], false],
      [[0.5, 0.75], true],
      [[0.5, 1], true],
    ]);
    expect(() => compileFigure(figure)).not.toThrow();
  });

  it('has bright for good also of errors, over what was learned', () => {
    const errors = twice(under('replay', { metric: 'mse' }), [
      [0.5, 4],
      [2, 1],
    ]);
    const colours = rowsWith(
      scoreMatrices(errors, madeContext(errors)),
      'scheme',
      'domain',
      'reverse',
      'type',
    );
    expect(colours).toEqual([{ scheme: 'viridis', domain: [0.5, 2], reverse: true, type: 'log' }]);
  });
});

describe('forgettingDifferences', () => {
  it('shows forgetting beside learning, in the same rows', () => {
    const points = rowsWith(forgettingDifferences(runs, context), 'strategy', 'method', 'point', 'low');
    const distinct = [...new Set(points.map((point) => JSON.stringify(point)))];
    // forgetting 25 against 75 points; learned (75 + 62.5)/2 against (100 + 75)/2
    expect(distinct).toEqual([
      '{"strategy":"replay","method":"ds","point":-50,"low":-50}',
      '{"strategy":"replay","method":"ds","point":-18.75,"low":-18.75}',
    ]);
  });

  it('needs the reference', () => {
    const alone = runs.filter(({ method }) => method !== 'dense');
    expect(() => forgettingDifferences(alone, madeContext(alone))).toThrow(AnalysisError);
  });
});

describe('scoreVersusParts', () => {
  const growing = [1, 2, 4].flatMap((count) =>
    [1, 2].map((seed) =>
      withScores(observation({ task: `waves-${String(count)}`, metric: 'mse', seed }), [
        Array.from({ length: count }, (_, k) => (count + k) / 8),
      ]),
    ),
  );

  it('has the mean over parts at the number of parts', () => {
    const figure = scoreVersusParts(growing, madeContext(growing));
    expect(rowsWith(figure, 'method', 'x', 'score')).toEqual([
      { method: 'ds', x: 1, score: 0.125 },
      { method: 'ds', x: 2, score: 0.3125 }, // (2 + 3)/16
      { method: 'ds', x: 4, score: 0.6875 }, // (4 + 5 + 6 + 7)/32
    ]);
    expect(titlesOf(figure)).toContain('waves');
  });

  it('leaves out tasks of one number of parts where others grow, and says so', () => {
    const single = withScores(observation({ task: 'split', metric: 'mse' }), [[1, 1]]);
    const figure = scoreVersusParts([...growing, single], madeContext([...growing, single]));
    expect(titlesOf(figure)).not.toContain('split');
    expect(JSON.stringify(figure.title)).toContain('left out, as of a single number of parts: split"');
    expect(titlesOf(scoreVersusParts([single], madeContext([single])))).toContain('split');
  });
});

describe('all of them', () => {
  it('compile at two sparsities, with a panel for each', () => {
    const base = [0.5, 0.9].flatMap((sparsity) => [1, 2].map((seed) => observation({ sparsity, seed })));
    const references = [1, 2].map((seed) => observation({ ...dense, seed }));
    const many = onStrategies([...base, ...references], ['fine-tune', 'joint'], 3);
    const figures = [accuracyOverTime, scoreMatrices, forgettingDifferences, scoreVersusParts].map((build) =>
      build(many, madeContext(many)),
    );
    for (const figure of figures) expect(() => compileFigure(figure)).not.toThrow();
    expect(titlesOf(figures[0]!)).toContain('digits\nfine-tune, 50 %');
    expect(rowsWith(figures[0]!, 'method', 'x').filter(({ method }) => method === 'dense')).toHaveLength(6);
  });
});

describe('stylesWithReference', () => {
  it('keeps the colours that methods have without it', () => {
    const styles = stylesWithReference(['dense', 'ds', 'rigl'], 'dense');
    expect(styles[0]).toMatchObject({ method: 'dense', color: '#000000' });
    expect(styles.slice(1)).toEqual(methodStyles(['ds', 'rigl']));
    expect(stylesWithReference(['ds'], 'dense')).toEqual(methodStyles(['ds']));
  });
});
