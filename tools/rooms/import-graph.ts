/** Which file of a folder imports which other one, read off its import lines. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** An import between two files, named relative to the folder. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `import type` or `export type`: gone when the program runs. */
  readonly typeOnly: boolean;
}

/** All arrows between the sources of `folder`, tests left out. A dynamic `import()` is none: it waits until it is called. */
export function arrowsOf(folder: string): Arrow[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      importsOf(readFileSync(join(folder, file), 'utf8')).map(({ path, typeOnly }) => ({
        from: file,
        to: normalize(join(dirname(file), path)),
        typeOnly,
      })),
    );
}

/** Relative paths that a source imports or exports from. */
export function importsOf(source: string): { readonly path: string; readonly typeOnly: boolean }[] {
  const lines = /^(?:import|export)\b( type\b)?(?:[^;'"]*? from)? '(\.[^']*)';/gm;
  return [...source.matchAll(lines)].map(([, type, path = '']) => ({ path, typeOnly: type !== undefined }));
}

/** Files that reach themselves along `arrows`, circle by circle, each sorted. */
export function circlesOf(arrows: readonly Arrow[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of arrows) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reached = new Map([...next.keys()].map((file) => [file, reachableFrom(file, next)] as const));
  const inCircle = [...reached].filter(([file, all]) => all.has(file)).map(([file]) => file);
  const circles = inCircle.map((file) =>
    inCircle.filter(
      (other) => reached.get(file)?.has(other) === true && reached.get(other)?.has(file) === true,
    ),
  );
  return [...new Map(circles.map((circle) => [circle.sort().join(), circle])).values()];
}

function reachableFrom(file: string, next: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set<string>();
  const open = [...(next.get(file) ?? [])];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(next.get(at) ?? []));
  }
  return seen;
}
