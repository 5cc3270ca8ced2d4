import { expect, it } from 'vitest';
import { madeContext, observation } from '../../../test/made-observations.ts';
import { madeTimes } from '../../../test/made-times.ts';
import { figures } from '../registry.ts';
import { renderFigure } from '../rendering/render.ts';

const methods = Array.from({ length: 40 }, (_, i) => `ds-variant-${String(i)}`);
const runs = [
  ...[1, 2].map((seed) => observation({ method: 'dense', sparsity: 0, seed, score: 0.7 + seed / 10 })),
  ...methods.flatMap((method) =>
    [1, 2].map((seed) => observation({ method, sparsity: 0.9, seed, score: 0.5 + seed / 10 })),
  ),
];
const context = madeContext(runs, {
  methods: ['dense', ...methods],
  reference: 'dense',
  times: madeTimes(runs),
});

// Vega's own legends stop at 30 symbols.
it.each(['score-versus-total-macs', 'differences', 'performance-profile', 'score-versus-time'])(
  '%s names forty methods',
  async (id) => {
    const figure = figures.find((one) => one.id === id);
    expect(figure).toBeDefined();
    const { svg } = await renderFigure(figure!.build(runs, context));
    expect(
      methods.filter((method) => !svg.includes(`>${method}<`) && !svg.includes(`${method} 90 %`)),
    ).toEqual([]);
  },
);
