/**
 * Draws a Vega-Lite specification, offline: vega makes the SVG, resvg (WebAssembly) the PNG, with DejaVu Sans from
 * its npm package. Neither system fonts nor a browser nor the network are used.
 */
import { Resvg } from '@resvg/resvg-wasm';
import * as vega from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { compile } from 'vega-lite';
import { AnalysisError } from '../../errors.ts';
import { keepingLogger } from './keeping-logger.ts';
import { loadResources, type Fonts } from './resources.ts';

/** A figure in the three forms in which it is kept. */
export interface RenderedFigure {
  /** The specification, indented by two, each flat object on a line of its own; ends in a line break. */
  readonly vegaLiteJson: string;
  readonly svg: string;
  /** Two pixels per unit of the SVG, on white. */
  readonly png: Uint8Array;
}

const PNG_SCALE = 2;
/** An attribute, not a text for readers, that holds what arithmetic gives where it went wrong. */
const NOT_A_NUMBER = / (?!aria-)[\w-]+="[^"]*\b(?:NaN|Infinity|undefined|null)\b[^"]*"/;

/**
 * Renders `spec`, whose data must be inlined. Throws AnalysisError if it refers to a file or an address, or if
 * Vega-Lite or Vega reports an error or a warning, or the SVG has something for a number that is none: a figure is right or it is not drawn.
 */
export async function renderFigure(spec: TopLevelSpec): Promise<RenderedFigure> {
  const svg = await drawSvg(spec);
  return { vegaLiteJson: figureJson(spec), svg, png: renderPng(svg, await loadResources()) };
}

/** The SVG alone. Throws as `renderFigure`. */
export async function drawSvg(spec: TopLevelSpec): Promise<string> {
  await loadResources();
  const svg = await renderSvg(compileFigure(spec));
  const fault = NOT_A_NUMBER.exec(svg);
  if (fault === null) return svg;
  throw new AnalysisError(
    `figure: the SVG has ${fault[0].trim()}; expected numbers, mend the data or the scale behind it`,
  );
}

/** The Vega specification that `spec` compiles to. Throws AnalysisError on a warning of the compiler. */
export function compileFigure(spec: TopLevelSpec): vega.Spec {
  const { logger, throwIfAny } = keepingLogger();
  const compiled = compile(spec, { logger }).spec;
  throwIfAny('vega-lite');
  return compiled;
}

/** Indented JSON in which an object without nested ones takes one line: a datum that changes is a line that changes. */
export function figureJson(spec: TopLevelSpec): string {
  const indented = JSON.stringify(spec, null, 2);
  const flat = indented.replace(/\{\n\s+([^{}[\]]*?)\n\s*\}/g, (_, members: string) => {
    return `{ ${members.replace(/\n\s+/g, ' ')} }`;
  });
  return `${flat}\n`;
}

async function renderSvg(spec: vega.Spec): Promise<string> {
  const { logger, throwIfAny } = keepingLogger();
  const own = structuredClone(spec); // vega marks the data it reads, which are the caller's
  const view = new vega.View(vega.parse(own), {
    renderer: 'none',
    logger,
    loader: { ...vega.loader(), load: refuse, sanitize: refuse },
  });
  try {
    await view.runAsync();
    throwIfAny('vega');
    vega.resetSVGDefIds(); // ids count up over the life of the process otherwise
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

function refuse(address: string): Promise<never> {
  return Promise.reject(
    new AnalysisError(`figure: refers to ${address}; expected data inlined in the specification`),
  );
}

function renderPng(svg: string, { regular, bold }: Fonts): Uint8Array {
  const resvg = new Resvg(svg, {
    background: 'white',
    fitTo: { mode: 'zoom', value: PNG_SCALE },
    font: { fontBuffers: [regular, bold], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  try {
    const image = resvg.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}
