/** Entry of the process in which a Node shows that it computes the committed bits. */
import { panelDigests, readPanel } from '../panel/panel-file.ts';
import { panelSpecs } from '../panel/panel-specs.ts';
import { selfCheckEntries } from './self-check-entries.ts';
import type { SelfCheckAnswer } from './self-check.ts';

const committed = readPanel();
const specs = panelSpecs();
const entries = selfCheckEntries([...specs.keys()]);
const wrong: string[] = [];
for (const name of entries) {
  try {
    const { core } = await panelDigests(specs.get(name)!);
    if (core !== committed?.digests[name]?.core) wrong.push(name);
  } catch {
    wrong.push(name); // numbers that are none
  }
}
const answer: SelfCheckAnswer = { entries: entries.length, wrong };
process.send?.(answer, () => process.exit());
