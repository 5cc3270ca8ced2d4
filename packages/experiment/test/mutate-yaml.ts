/** Seeded mutations of configuration files, for the fuzz test: of their bytes, of their text and of their structure. */
import type { Rng } from '@dsrnn/portable';
import { parse, stringify } from 'yaml';

/** Text that means something to YAML or to JavaScript, and should mean nothing here. */
const FRAGMENTS: readonly string[] = [
  '*nope',
  '<<: *nope',
  '<<: { a: 1 }',
  '&a [*a]',
  '&b',
  '!!set { a }',
  '!!binary aGk=',
  '!local',
  '%YAML 1.1',
  '---',
  '...',
  '|',
  '>-',
  '? ',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '\t',
  '@',
  '`',
  '~',
  '.nan',
  '-.inf',
  '1e999',
  '-0',
  '0x10',
  '\0',
  '\u2028',
  '\uFEFF',
  '\u{1F600}',
  '__proto__: { kind: ds }',
  'constructor: 1',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
];

/** Values that stand where others are expected. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e12,
  1e15,
  Number.MAX_SAFE_INTEGER,
  1e300,
  Infinity,
  Number.NaN,
  '',
  ' ',
  'x',
  'ds',
  'dense',
  '__proto__',
  'constructor',
  'toString',
  'a.b',
  [],
  [[]],
  {},
  { kind: 'ds' },
  { label: 'x' },
  { label: 'x', kind: 'constructor' },
  { kind: 'split', of: { kind: 'split' } },
];

/** One mutant of a file. The same `rng` gives the same one. */
export function mutate(text: string, rng: Rng): Buffer {
  const kind = rng.integer(10);
  if (kind === 0) return mutateBytes(Buffer.from(text), rng);
  if (kind <= 4) {
    const changes = 1 + rng.integer(3);
    return Buffer.from(Array.from({ length: changes }).reduce<string>((now) => mutateText(now, rng), text));
  }
  const data = structuredClone(dataOf(text));
  const changes = 1 + rng.integer(3);
  for (let i = 0; i < changes; i++) mutateData(data, rng);
  return Buffer.from(stringify(data, { aliasDuplicateObjects: false }));
}

const parsed = new Map<string, unknown>();

function dataOf(text: string): unknown {
  if (!parsed.has(text)) parsed.set(text, parse(text));
  return parsed.get(text);
}

function mutateBytes(bytes: Buffer, rng: Rng): Buffer {
  switch (rng.integer(4)) {
    case 0:
      return Buffer.from(bytes.toString(), 'utf16le');
    case 1:
      return bytes.subarray(0, rng.integer(bytes.length));
    case 2:
      return Buffer.from(Array.from({ length: 300 }, () => rng.integer(256)));
    default: {
      const copy = Buffer.from(bytes);
      copy[rng.integer(copy.length)] = rng.integer(256);
      return copy;
    }
  }
}

function mutateText(text: string, rng: Rng): string {
  const lines = text.split('\n');
  const line = rng.integer(lines.length);
  const at = rng.integer(text.length + 1);
  switch (rng.integer(7)) {
    case 0:
      return text.slice(0, at) + pick(FRAGMENTS, rng) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + rng.integer(20));
    case 2:
      return [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n');
    case 3:
      return [...lines.slice(0, line + 1), ...lines.slice(line)].join('\n');
    case 4:
      return [...lines.slice(0, line), ` ${lines[line]!}`, ...lines.slice(line + 1)].join('\n');
    case 5:
      return lines.join('\r\n');
    default:
      // The value of a line.
      return [
        ...lines.slice(0, line),
        lines[line]!.replace(/:.*$/, `: ${pick(FRAGMENTS, rng)}`),
        ...lines.slice(line + 1),
      ].join('\n');
  }
}

/** Changes one value, key or item somewhere in the data. */
function mutateData(data: unknown, rng: Rng): void {
  const places = containers(data);
  if (places.length === 0) return;
  const place = pick(places, rng);
  const keys = Object.keys(place);
  if (keys.length === 0) return;
  const key = pick(keys, rng);
  const value = place[key];
  if (Array.isArray(place)) {
    const index = Number(key);
    const kind = rng.integer(4);
    if (kind === 0) place.splice(index, 1);
    else if (kind === 1) place.push(value);
    else if (kind === 2) place.splice(0, place.length);
    else place[index] = pick(VALUES, rng);
    return;
  }
  switch (rng.integer(5)) {
    case 0:
      Reflect.deleteProperty(place, key);
      return;
    case 1:
      place[`${key}x`] = value;
      return;
    case 2:
      place[key] = [value];
      return;
    case 3:
      place[key] = typeof value === 'number' ? value * 10 ** (rng.integer(20) - 5) : pick(VALUES, rng);
      return;
    default:
      place[key] = pick(VALUES, rng);
  }
}

/** Every object and list of the data, from the root on. */
function containers(data: unknown): Record<string, unknown>[] {
  if (typeof data !== 'object' || data === null) return [];
  return [data as Record<string, unknown>, ...Object.values(data).flatMap(containers)];
}

function pick<T>(list: readonly T[], rng: Rng): T {
  return list[rng.integer(list.length)]!;
}
