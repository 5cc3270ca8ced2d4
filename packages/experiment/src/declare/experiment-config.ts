/**
 * What `experiments/<id>/experiment.yaml` may say. Entries are names of presets (`configs/*.yaml`) or inline
 * configs; they are resolved, and checked by the registries, when the experiment is loaded.
 */
import { claim, sparsityUnit } from '@dsrnn/records';
import { z } from 'zod';
import { rateGridConfig } from './rate-grid.ts';

const name = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected small letters, digits and single hyphens');

const sparsity = z
  .number({ error: 'expected a sparsity, a number in [0, 1)' })
  .gte(0, 'expected a sparsity in [0, 1)')
  .lt(1, 'expected a sparsity in [0, 1); 0.9 means that 90 % of the work is saved');

const SEED = 'expected a seed, an integer from 1 to 4294967295';
const seed = z
  .int(SEED)
  .positive(SEED)
  .max(2 ** 32 - 1, SEED);

function entry(id: string, inline: z.ZodType): z.ZodType<string | Record<string, unknown>> {
  return z
    .union([name, inline], { error: 'expected the name of a preset, or an inline entry {label: …, kind: …}' })
    .meta({ id }) as z.ZodType<string | Record<string, unknown>>;
}

const labelled = z.looseObject({ label: name, kind: z.string() });
const architecture = entry('architecture', labelled);
const method = entry('method', labelled);
const task = entry('task', labelled);
const strategy = entry('strategy', labelled);
const train = entry('train', z.looseObject({}));
const probe = z
  .union([name, z.looseObject({ kind: z.string() })], {
    error: 'expected the kind of a probe, or its settings {kind: …}',
  })
  .meta({ id: 'probe' }) as z.ZodType<string | Record<string, unknown>>;

/** Names of profiles, from minutes to days. */
export const profileNames = ['quick', 'laptop', 'paper'] as const;

/** What a cross product is made of; each list may be left out where another says it. */
const lists = {
  architectures: z.array(architecture).min(1).optional(),
  methods: z.array(method).min(1).optional(),
  sparsity: z
    .array(sparsity)
    .min(1)
    .optional()
    .describe('dense methods run at 0 only, sparse methods at the others only'),
  tasks: z.array(task).min(1).optional(),
  strategies: z
    .array(strategy)
    .min(1)
    .optional()
    .describe('how the parts of the tasks are learned; left out: each task as one'),
  seeds: z.array(seed).min(1).optional(),
};

/** The lists that a grid cannot do without. */
export const neededLists = ['architectures', 'methods', 'sparsity', 'tasks', 'seeds'] as const;

/** One cross product of a grid. A list that it leaves out is that of its profile. */
export const blockConfig = z
  .strictObject({
    ...lists,
    recipes: z
      .array(name)
      .min(1)
      .optional()
      .describe('labels of recipes of the profile, train and tune; left out: each of them'),
  })
  .meta({ id: 'block' });

/** The grid of one profile: its runs are the cross product of its lists, or the union of those of its blocks. */
export const profileConfig = z
  .strictObject({
    ...lists,
    train,
    tune: z
      .union([
        z.array(train),
        z.strictObject({
          learningRate: rateGridConfig,
          seeds: z
            .int()
            .min(1)
            .max(100)
            .optional()
            .describe(
              'with how many seeds, the first of each place, rates are tried; the others are run at the best rate alone. Left out: with all of them',
            ),
        }),
      ])
      .default([])
      .describe(
        'every run is done with each recipe, and each method is shown with the one that is best on validation data: {learningRate: …} tries the recipe of train at rates of a grid that is extended while the best lies on an edge; a list names further recipes, where the rate is the subject or published',
      ),
    probes: z
      .array(probe)
      .default([])
      .describe('what is measured besides the score, on the runs whose method it applies to'),
    blocks: z
      .array(blockConfig)
      .min(1)
      .optional()
      .describe(
        'cross products whose union is the grid; each names the lists in which it differs from the profile. Left out: the lists of the profile are the only one',
      ),
  })
  .meta({ id: 'profile' });

/** An experiment: one claim of the paper, the grid of runs that tests it, and what is drawn from them. */
export const experimentConfig = z.strictObject({
  id: name.describe("the folder's name"),
  title: z.string().min(1),
  claim: z.string().min(1).describe('the sentence of the paper that is tested'),
  backend: z
    .string()
    .default('wasm')
    .describe('what computes on tensors; the numbers are reproducible on wasm'),
  engine: z
    .string()
    .optional()
    .describe('fused: our kernels; reference: composed tfjs ops; left out: what the backend runs by default'),
  sparsityOf: sparsityUnit
    .default('macs')
    .describe('what sparsity counts: MACs of the recurrent core, or channels of the two masks'),
  profiles: z.strictObject({
    quick: profileConfig.optional().describe('minutes on two cores'),
    laptop: profileConfig.optional().describe('minutes to an hour on two cores; the committed reference'),
    paper: profileConfig.optional().describe('full data, for a GPU or a cluster'),
  }),
  reference: name
    .optional()
    .describe('label of the method that the others are compared with; left out: the first dense one'),
  claims: z.array(claim).default([]),
  tables: z.array(name).default([]).describe('ids of tables'),
  figures: z.array(name).default([]).describe('ids of figures'),
});

export type ProfileName = (typeof profileNames)[number];
export type BlockConfig = z.infer<typeof blockConfig>;
export type ProfileConfig = z.infer<typeof profileConfig>;
export type ExperimentConfig = z.infer<typeof experimentConfig>;
