/** Entries of the numerics panel that come out otherwise here than they are committed. */
import { panelDigests, readPanel } from './panel-file.ts';
import { panelSpecs } from './panel-specs.ts';

/** Those among `names`, computed again; numbers that are none count. Entries that are not committed do, too. */
export async function wrongEntries(names: readonly string[]): Promise<string[]> {
  const committed = readPanel();
  const specs = panelSpecs();
  const wrong: string[] = [];
  for (const name of names) {
    try {
      const { core } = await panelDigests(specs.get(name)!);
      if (core !== committed?.digests[name]?.core) wrong.push(name);
    } catch {
      wrong.push(name);
    }
  }
  return wrong;
}
