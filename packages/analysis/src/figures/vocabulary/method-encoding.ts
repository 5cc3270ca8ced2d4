/** The channels that tell methods apart in a panel: data carry the field `method`. */
import type { MethodStyle } from './method-styles.ts';

/** Colour, shape, dash and width by method. */
export function methodEncoding(styles: readonly MethodStyle[]) {
  const domain = styles.map(({ method }) => method);
  const byMethod = { field: 'method', type: 'nominal', legend: null } as const;
  return {
    color: { ...byMethod, scale: { domain, range: styles.map(({ color }) => color) } },
    shape: { ...byMethod, scale: { domain, range: styles.map(({ shape }) => shape) } },
    strokeDash: { ...byMethod, scale: { domain, range: styles.map(({ dash }) => [...dash]) } },
    strokeWidth: {
      ...byMethod,
      type: 'ordinal',
      // Vega-Lite would take a point scale, which spreads the ends of the range over the domain: NaN for one method.
      scale: { type: 'ordinal', domain, range: styles.map(({ width }) => width) },
    },
  } as const;
}
