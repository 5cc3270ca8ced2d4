/** A number in the format that its quantity declares. The decimal conversions used here are fixed by the ECMAScript standard. */
import type { NumberFormat } from '@dsrnn/records';

/** A value without its sign. What rounds to zero has no minus. */
export function formatted(value: number, format: NumberFormat): string {
  return texts[format](value);
}

const texts: Readonly<Record<NumberFormat, (value: number) => string>> = {
  percent: (share) => minus(fixed(share * 100)),
  'two decimals': (value) => minus(unsignedZero(value.toFixed(2))),
  'three decimals': (value) => minus(unsignedZero(value.toFixed(3))),
  'three digits': (value) => minus(value.toPrecision(3)),
  whole: String,
  time: (time) => (time < 100 ? time.toPrecision(3) : time.toFixed(0)),
  p: (p) => (p < 0.001 ? p.toPrecision(1) : p.toFixed(3)),
};

/** One decimal, without a sign on a value that rounds to zero. */
export function fixed(value: number): string {
  return unsignedZero(value.toFixed(1));
}

/** The typographic minus sign in place of the hyphen. */
export function minus(text: string): string {
  return text.replace('-', '−');
}

function unsignedZero(decimal: string): string {
  return /^-0\.0+$/.test(decimal) ? decimal.slice(1) : decimal;
}
