/** Entry of a process: recomputes the whole numerics panel on the Node that runs it; exit code 1 where a digest differs. */
import { panelSpecs } from '../../packages/experiment/src/panel/panel-specs.ts';
import { wrongEntries } from '../../packages/experiment/src/panel/wrong-entries.ts';

const names = [...panelSpecs().keys()];
const wrong = await wrongEntries(names);
console.log(
  wrong.length === 0 ? `${String(names.length)} entries, all alike` : `other numbers in ${wrong.join(', ')}`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
