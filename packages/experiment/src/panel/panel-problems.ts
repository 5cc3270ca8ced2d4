/** What forbids that fresh digests replace the committed ones. */
import { differingParts } from '@dsrnn/records';
import type { NumericsPanel } from './panel-file.ts';
import { suspectsOf, type Uses } from './suspects.ts';

/** Entries that are named of many. */
const NAMED = 4;

/**
 * Changes between two panels without the version that makes them another identity, each as a sentence that names the
 * definition whose version must rise. None: all stored results are as valid as they were.
 */
export function panelProblems(old: NumericsPanel, fresh: NumericsPanel, uses: Uses): string[] {
  return [...loweredVersions(old, fresh), ...changedDefaults(old, fresh), ...changedBits(old, fresh, uses)];
}

/** Whether the version of a definition is above that of the committed panel. */
function rose(name: string, old: NumericsPanel, fresh: NumericsPanel): boolean {
  const before = old.definitions[name]?.version;
  const now = fresh.definitions[name]?.version;
  return before !== undefined && now !== undefined && now > before;
}

function loweredVersions(old: NumericsPanel, fresh: NumericsPanel): string[] {
  return Object.entries(old.definitions).flatMap(([name, { version }]) => {
    const now = fresh.definitions[name]?.version;
    return now === undefined || now >= version
      ? []
      : [`the version of ${name} fell from ${String(version)} to ${String(now)}: versions only rise`];
  });
}

function changedDefaults(old: NumericsPanel, fresh: NumericsPanel): string[] {
  return Object.entries(old.definitions).flatMap(([name, { defaults: before = {} }]) => {
    const now = fresh.definitions[name]?.defaults ?? {};
    if (rose(name, old, fresh)) return [];
    return Object.entries(before).flatMap(([field, value]) => {
      const [was, is] = [JSON.stringify(value), JSON.stringify(now[field])];
      return !(field in now) || was === is
        ? []
        : [
            `the default of ${field} of ${name} was ${was} and is ${is}: fields at their default are in no key, so raise the version of ${name}`,
          ];
    });
  });
}

function changedBits(old: NumericsPanel, fresh: NumericsPanel, uses: Uses): string[] {
  const changed = Object.entries(fresh.digests).flatMap(([entry, now]) => {
    const before = old.digests[entry];
    if (before === undefined) return [];
    // A probe that comes to an entry, or leaves it, changes no other number.
    const shared = (part: string): boolean =>
      part === 'core' || [before, now].every(({ probes }) => part.replace('probes.', '') in probes);
    return [{ entry, parts: differingParts(before, now).filter(shared) }];
  });
  const core = changed.filter(({ parts }) => parts.includes('core')).map(({ entry }) => entry);
  const unexplained = core.filter((entry) => !uses.get(entry)?.some((name) => rose(name, old, fresh)));
  const training = [...uses].map(
    ([entry, names]) => [entry, names.filter((name) => !name.startsWith('probe/'))] as const,
  );
  const compared = new Map(training.filter(([entry]) => entry in old.digests));
  const sentences = unexplained.length === 0 ? [] : [sentence(unexplained, suspectsOf(core, compared))];

  const probes = [...new Set(changed.flatMap(({ parts }) => parts))].filter((part) => part !== 'core').sort();
  return [
    ...sentences,
    ...probes.flatMap((part) => {
      const name = part.replace('probes.', 'probe/');
      const entries = changed
        .filter(({ entry, parts }) => parts.includes(part) && !core.includes(entry))
        .map(({ entry }) => entry);
      return entries.length === 0 || rose(name, old, fresh) ? [] : [sentence(entries, [[name]])];
    }),
  ];
}

function sentence(entries: readonly string[], suspects: readonly (readonly string[])[]): string {
  const more = entries.length - NAMED;
  const named = entries.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
  const must = suspects.map((names) => names.join(' or ')).join(', and of ');
  return `the bits of ${named} changed: if they should, raise the version of ${must}`;
}
