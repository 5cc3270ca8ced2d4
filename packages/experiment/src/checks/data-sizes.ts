/** Whether the examples of a task fit into memory, and a batch into the examples; where the config says how many there are. */
import type { Registries } from '../registries.ts';
import type { ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml-source.ts';
import { gibibytes, MOST_BYTES } from './run-limits.ts';

/** Every task of profile `name` that is too large, and every recipe whose batch is larger than a task. */
export function dataSizeIssues(name: string, profile: ResolvedProfile, registries: Registries): FieldIssue[] {
  const { tasks, recipes, strategies = [] } = profile;
  const apart = strategies.find(({ config }) => registries.strategyOrder(config.kind) === 'sequential');
  return tasks.flatMap(({ label, config }, t): FieldIssue[] => {
    const { train, trainOfPart, bytes } = registries.taskSize(config);
    if (bytes !== null && bytes > MOST_BYTES) {
      const message = `the sequences of ${label} would take ${gibibytes(bytes)}, expected at most ${gibibytes(MOST_BYTES)}: take fewer examples or shorter sequences`;
      return [{ path: ['profiles', name, 'tasks', t], message }];
    }
    const [count, of] =
      apart !== undefined && trainOfPart !== null
        ? [trainOfPart, `each part of ${label}, which strategy ${apart.label} learns one after the other,`]
        : [train, label];
    if (count === null) return [];
    return recipes.flatMap(({ label: recipe, config: { batchSize } }, i) =>
      Number(batchSize) <= count
        ? []
        : [
            {
              path: i === 0 ? ['profiles', name, 'train'] : ['profiles', name, 'tune', i - 1],
              message: `recipe ${recipe}: batchSize is ${String(batchSize)}, but ${of} has ${String(count)} training examples; expected at most as many`,
            },
          ],
    );
  });
}
