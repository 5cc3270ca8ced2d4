/** Numbers cut to the digits that a record keeps: the rest would be noise, and a longer file. */
import type { Table } from './table.ts';
import { rowOf } from './table.ts';

/** Six significant digits, for measures. */
export function significant(value: number): number {
  return Number(value.toPrecision(6));
}

/** Those measures that exist, with six significant digits. */
export function recorded(measures: Readonly<Record<string, number | null>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(measures).flatMap(([name, value]) => (value === null ? [] : [[name, significant(value)]])),
  );
}

/** Four decimals, for details; null stays. */
export function roundedMatrix(matrix: readonly (readonly (number | null)[])[]): (number | null)[][] {
  return matrix.map((row) => row.map((value) => (value === null ? null : fourDecimals(value))));
}

/** Four decimals, for details; never −0. */
export function fourDecimals(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}

/** The rows of a table with four decimals. */
export function roundedRows(table: Table): number[][] {
  return Array.from({ length: table.rows }, (_, i) => Array.from(rowOf(table, i), fourDecimals));
}
