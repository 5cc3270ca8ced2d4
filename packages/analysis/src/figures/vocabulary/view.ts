/** What a figure is, and the parts of a Vega-Lite specification that it is composed of. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../../context.ts';

/** Draws a figure: pure, from observations in any order. */
export type FigureBuilder = (observations: readonly Observation[], context: AnalysisContext) => TopLevelSpec;

/** A view inside a concatenation. */
export type View = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

/** A layer of a panel. */
export type Layer = Extract<View, { layer: unknown }>['layer'][number];

/** What the marks of a layer show. */
export type Encoding = NonNullable<Extract<Layer, { mark: unknown }>['encoding']>;

/** How it shows them. */
export type Mark = Extract<Layer, { mark: unknown }>['mark'];
