/** Entry of the process in which a Node shows that it computes the committed bits. */
import { panelSpecs } from '../panel/panel-specs.ts';
import { wrongEntries } from '../panel/wrong-entries.ts';
import { selfCheckEntries } from './self-check-entries.ts';
import type { SelfCheckAnswer } from './self-check.ts';

const entries = selfCheckEntries([...panelSpecs().keys()]);
const answer: SelfCheckAnswer = { entries: entries.length, wrong: await wrongEntries(entries) };
process.send?.(answer, () => process.exit());
