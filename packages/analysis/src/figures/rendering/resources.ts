/** What drawing needs once per process: resvg, the fonts, and the widths of their letters. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm } from '@resvg/resvg-wasm';
import * as vega from 'vega';
import { advanceWidths, type TextWidth } from './text-width.ts';

const require = createRequire(import.meta.url);

/** DejaVu Sans. */
export interface Fonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

let resources: Promise<Fonts> | undefined;

/** Once per process: starts resvg, reads the fonts, and lets vega measure text with them. */
export function loadResources(): Promise<Fonts> {
  resources ??= (async () => {
    await startResvg();
    const regular = await readFile(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
    const bold = await readFile(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
    measureTextWith(advanceWidths(regular), advanceWidths(bold));
    return { regular, bold };
  })();
  return resources;
}

/** It refuses to start twice in a process, also for another instance of this module, as tests have one a file. */
async function startResvg(): Promise<void> {
  try {
    await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Already initialized')) throw error;
  }
}

/**
 * Without a canvas vega takes every character for 0.8 em wide, which spreads the layout. Its text metrics may be
 * replaced; its typings do not show them.
 */
function measureTextWith(regular: TextWidth, bold: TextWidth): void {
  const { textMetrics } = vega as unknown as { readonly textMetrics: TextMetrics };
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
    (fontWeight === 'bold' ? bold : regular)(String(text)) * fontSize;
}

interface TextMetrics {
  width: (item: { readonly fontSize?: number; readonly fontWeight?: unknown }, text: unknown) => number;
}
