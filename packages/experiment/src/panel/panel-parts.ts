/** Tasks and probes of the numerics panel: what is registered is in it by itself, with settings that keep it tiny. */
import { taskDefinitions } from '@dsrnn/datasets';
import { probes } from '@dsrnn/probes';
import type { Kinded } from '../spec/registries.ts';

const fetched = ['cifar', 'fashion-mnist', 'half-cheetah', 'mnist', 'speech-commands', 'uci-har'];
const fromDebian = ['earth-orientation', 'earth-orientation-horizons', 'gene', 'grasshopper'];

/** Definitions that no entry reaches, and why. */
export const exempt: ReadonlyMap<string, string> = new Map([
  ...fetched.map((kind) => [`task/${kind}`, 'its data are downloaded, so not on every machine'] as const),
  ...fromDebian.map((kind) => [`task/${kind}`, 'its data are in a Debian package'] as const),
  ...['cpu', 'node', 'node-gpu', 'webgpu'].map(
    (kind) => [`backend/${kind}`, 'its bits depend on the machine'] as const,
  ),
]);

/** Sizes that most tasks have. */
export const counts = { trainCount: 40, validationCount: 10, testCount: 10 };

/** What keeps a task tiny where `counts` do not. */
const taskSettings: Readonly<Record<string, object>> = {
  hanzi: { classes: 4, length: 16, ...counts },
  'language-id': { length: 20, trainPerLanguage: 2, validationPerLanguage: 1, testPerLanguage: 1 },
  listops: { length: 20, ...counts },
};

/** A config of every task whose kind is not among `covered`, and that is not exempt. */
export function tasksBesides(covered: readonly string[]): Kinded[] {
  return taskDefinitions
    .map(({ kind }): string => kind)
    .filter((kind) => !covered.includes(kind) && !exempt.has(`task/${kind}`))
    .map((kind) => ({ kind, ...(taskSettings[kind] ?? counts) }));
}

/** What keeps a probe small enough for the few examples of an entry. */
const probeSettings: Readonly<Record<string, object>> = {
  masks: { trainExamples: 40, testExamples: 10, pairExamples: 10, permutations: 5 },
  interference: { examples: 10, samplePairs: 20, stepPairs: 20 },
};

/** Probes that look at the parts of a task. */
const ofParts = ['part-masks', 'part-conflict'];

/** A config of every probe of one model on one task. */
export const modelProbes: readonly Kinded[] = probes
  .map(({ kind }): string => kind)
  .filter((kind) => !ofParts.includes(kind))
  .map((kind) => ({ kind, ...probeSettings[kind] }));
