/** The families: many regressions of one kind, learnt at once. A new one is a new file and one entry here. */
import { chicago } from './chicago.ts';
import { earthOrientationHorizons } from './earth-orientation-horizons.ts';
import { sinusoids } from './sinusoids.ts';
import { systems } from './systems.ts';

/** Every family. */
export const families = [sinusoids, systems, chicago, earthOrientationHorizons] as const;
