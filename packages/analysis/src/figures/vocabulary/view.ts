/** The parts of a Vega-Lite specification that figures are composed of. */
import type { TopLevelSpec } from 'vega-lite';

/** A view inside a concatenation. */
export type View = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

/** A layer of a panel. */
export type Layer = Extract<View, { layer: unknown }>['layer'][number];

/** What the marks of a layer show. */
export type Encoding = NonNullable<Extract<Layer, { mark: unknown }>['encoding']>;
