/** The rooms of a package: its folders, in the order in which they may import each other. */
import { dirname } from 'node:path';
import type { Arrow } from './import-graph.ts';

/** The folders that a table of `page` lists under the heading `name`, in order; `.` is the package's own folder. */
export function roomsOf(page: string, name: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${name}\n`)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, room = '']) => room.replace(/\/$/, ''));
}

/** The room of a file: the nearest listed folder that it lies in. Throws if there is none. */
export function roomOf(file: string, rooms: readonly string[]): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (rooms.includes(folder)) return folder;
    if (folder === '.') throw new Error(`${file} lies in no room; add its folder to docs/architecture.md`);
  }
}

/** Imports of a room that stands further down the list, as sentences. Types count: who needs them knows of their room. */
export function upwardArrows(arrows: readonly Arrow[], rooms: readonly string[]): string[] {
  const place = (file: string): number => rooms.indexOf(roomOf(file, rooms));
  return arrows
    .filter(({ from, to }) => place(from) < place(to))
    .map(({ from, to }) => `${from} imports ${to}`);
}
