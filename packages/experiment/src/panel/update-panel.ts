/**
 * Writes the numerics panel anew: `npm run numerics:update`. Refuses to change a digest or a default while the version of
 * the definition behind it stays; new entries need no new version. With `-- --new` only entries that have no digest yet
 * are run: seconds, for those who add a definition.
 */
import { readPanel, writePanel } from './panel-file.ts';
import { freshPanel, panelUses, updatedPanel } from './updated-panel.ts';

const old = readPanel();
const known = process.argv.includes('--new') ? old?.digests : undefined;
const panel = updatedPanel(old, await freshPanel(known), panelUses());
writePanel(panel);
console.log(
  `${String(Object.keys(panel.digests).length)} entries, ${String(Object.keys(panel.definitions).length)} definitions`,
);
