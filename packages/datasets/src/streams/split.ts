/**
 * A task split by class: each experience has the examples of some classes of another task, all of them and no others.
 *
 *   experience i: { (x, y) : y in G_i },   G_0, G_1, … disjoint groups of classes, all of one size
 *
 * The scenarios of van de Ven, Tuytelaars & Tolias (2022), with the names there:
 *
 *   class    the target is the class among all of the wrapped task, one head for all experiences
 *   domain   the target is the place of the class in its group, one head for all experiences
 *   task     the target is the place of the class in its group, a head for each experience
 *
 * Inputs `[count, time, features]` are those of the wrapped task, and so is the split that an example is in. Groups: runs of
 * consecutive classes, or those of `groups`, whose order within a group is that of its local targets. Classes that
 * `groups` leaves out have no examples, but keep their number. With `order: shuffled` the classes (with `groups`: the
 * experiences) come in an order drawn from `streamSeed`. Within an experience the examples keep their order.
 * Split MNIST is this with 5 experiences: Zenke, Poole & Ganguli (2017).
 */
import { createRng } from '@dsrnn/portable';
import { z } from 'zod';
import { whole } from '../config-fields.ts';
import { refine } from '../config-problem.ts';
import type { Examples, TaskShape } from '../dataset.ts';
import { assembleParts, partsShape } from '../parts/assemble.ts';
import { identityFields, identityOf } from '../parts/identity.ts';
import { partClassFloors } from '../parts/part-floors.ts';
import { selectExamples } from '../select-examples.ts';
import { eachSplit } from '../splits.ts';
import { plainTask } from '../tasks/registry.ts';
import { seed } from '../tasks/seed.ts';
import { defineTask } from '../tasks/task-definition.ts';
import { experienceCount } from './experience-count.ts';
import { groupProblems } from './group-problems.ts';
import {
  loadWrapped,
  wrappedClassNames,
  wrappedProblems,
  wrappedShape,
  wrappedTask,
} from './wrapped-task.ts';

const EXPERIENCES = 5;

/** Config of the stream. */
export const splitConfig = z
  .strictObject({
    kind: z.literal('split'),
    of: wrappedTask,
    experiences: experienceCount
      .optional()
      .describe(`a divisor of the number of classes; default: ${EXPERIENCES}, or as many as groups`),
    scenario: z
      .enum(['class', 'domain', 'task'])
      .default('class')
      .describe(
        'class: one of all classes; domain: place in the group, shared head; task: place in the group, a head each',
      ),
    groups: z
      .array(z.array(whole(0, 999)))
      .optional()
      .describe(
        'classes of each experience; disjoint and of one size. Left out: runs of consecutive classes',
      ),
    names: z
      .array(z.string().min(1))
      .optional()
      .describe('names of the experiences, in the order of groups. Left out: their classes'),
    order: z
      .enum(['listed', 'shuffled'])
      .default('listed')
      .describe('shuffled: classes (with groups: experiences) in an order drawn from streamSeed'),
    streamSeed: seed.describe('decides the shuffled order, and nothing else'),
    ...identityFields,
  })
  .superRefine(refine(problems));
type SplitConfig = z.output<typeof splitConfig>;
type Scenario = SplitConfig['scenario'];

/** The stream. `load` throws TaskError, which names the experience, if one has no example in a split. */
export const split = defineTask({
  kind: 'split',
  version: 1,
  title: 'Split by class',
  summary: 'stream: the classes of another task in disjoint groups, one an experience; accuracy',
  config: splitConfig,
  sources: ({ of }) => plainTask(of).sources(of),
  classNames: ({ of, scenario }) => (scenario === 'class' ? wrappedClassNames(of) : undefined),
  shape: (config) => partsShape(partShape(config), classGroups(config).length, how(config)),
  load: async (config, access) => {
    const wrapped = await loadWrapped(config.of, access);
    const shape = partShape(config);
    const { heads, identity } = how(config);
    const parts = classGroups(config).map(({ name, classes }) => ({
      name,
      ...eachSplit((split) => examplesOfGroup(wrapped[split], classes, config.scenario)),
    }));
    const told = heads === 'own' || identity.kind !== 'none';
    return assembleParts(shape, parts, {
      heads,
      identity,
      field: config.groups === undefined ? 'experiences' : 'groups',
      floors: (train, test) =>
        partClassFloors(train, test, { features: shape.features, classes: shape.target.classes, told }),
    });
  },
});

function how(config: SplitConfig) {
  const heads = config.scenario === 'task' ? ('own' as const) : ('shared' as const);
  return { heads, identity: identityOf(config) };
}

function partShape(config: SplitConfig): TaskShape & { readonly target: { readonly kind: 'class' } } {
  const shape = wrappedShape(config.of);
  if (config.scenario === 'class') return shape;
  return { ...shape, target: { kind: 'class', classes: classGroups(config)[0]!.classes.length } };
}

/** The experiences, in their order: the name and the classes of each. */
function classGroups(config: SplitConfig): readonly Group[] {
  const { groups, names, experiences = EXPERIENCES, order, streamSeed } = config;
  const arranged = (count: number): readonly number[] =>
    order === 'listed'
      ? Array.from({ length: count }, (_, i) => i)
      : [...createRng(streamSeed).fork('split/order').permutation(count)];
  const group = (classes: readonly number[], name = `classes ${classes.join(' ')}`): Group => ({
    name,
    classes,
  });
  if (groups !== undefined) return arranged(groups.length).map((i) => group(groups[i]!, names?.[i]));
  const { classes } = wrappedShape(config.of).target;
  const size = classes / experiences;
  const listed = arranged(classes);
  return Array.from({ length: experiences }, (_, i) => group(listed.slice(i * size, (i + 1) * size)));
}

interface Group {
  readonly name: string;
  readonly classes: readonly number[];
}

function examplesOfGroup(examples: Examples, group: readonly number[], scenario: Scenario): Examples {
  const indices = [...examples.targets.keys()].filter((i) => group.includes(examples.targets[i]!));
  const picked = selectExamples(examples, indices);
  if (scenario === 'class') return picked;
  return { ...picked, targets: Int32Array.from(picked.targets, (label) => group.indexOf(label)) };
}

function problems(config: SplitConfig) {
  const wrong = wrappedProblems(config.of);
  if (wrong.length > 0) return wrong;
  const { classes } = wrappedShape(config.of).target;
  return groupProblems(
    { ...config, experiences: config.experiences ?? config.groups?.length ?? EXPERIENCES },
    classes,
  );
}
