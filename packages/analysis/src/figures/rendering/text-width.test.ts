import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { AnalysisError } from '../../errors.ts';
import { advanceWidths } from './text-width.ts';

const font = readFileSync(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));

it('knows the advance widths of DejaVu Sans, in units of 2048 to the em', () => {
  const width = advanceWidths(font);
  // published metrics (AFM): space 318, zero 636, A 684, m 974, per mille of the em
  const perMille = (text: string): number => Math.round(width(text) * 1000);
  expect([' ', '0', 'A', 'm'].map(perMille)).toEqual([318, 636, 684, 974]);
  expect(width('A0')).toBeCloseTo(width('A') + width('0'), 12);
  expect(width('')).toBe(0);
});

it('refuses what is not a TrueType font', () => {
  expect(() => advanceWidths(new Uint8Array(64))).toThrow(AnalysisError);
});
