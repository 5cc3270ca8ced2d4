/** Whether the examples of a task fit into memory, and a batch into the examples; where the config says how many there are. */
import type { ProfileConfig } from '../experiment-config.ts';
import type { Registries } from '../../spec/registries.ts';
import type { ResolvedBlock, ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';
import { listedAt } from '../listed-at.ts';
import { recipesOfBlock } from '../recipes-of-block.ts';
import { gibibytes, MOST_BYTES } from './run-limits.ts';

/** Every task of `block` that is too large, and every recipe whose batch is larger than a task. Paths begin at the profile. */
export function* dataSizeIssues(
  config: ProfileConfig,
  profile: ResolvedProfile,
  block: ResolvedBlock,
  registries: Registries,
): Generator<FieldIssue> {
  const { tasks, strategies = [] } = block;
  const apart = strategies.find(({ config }) => registries.strategyOrder(config.kind) === 'sequential');
  for (const { label, config: task } of tasks) {
    const { train, trainOfPart, bytes } = registries.taskSize(task);
    if (bytes !== null && bytes > MOST_BYTES) {
      const message = `the sequences of ${label} would take ${gibibytes(bytes)}, expected at most ${gibibytes(MOST_BYTES)}: take fewer examples or shorter sequences`;
      yield { path: listedAt(config, 'tasks', label) ?? ['tasks'], message };
      continue;
    }
    const [count, of] =
      apart !== undefined && trainOfPart !== null
        ? [trainOfPart, `each part of ${label}, which strategy ${apart.label} learns one after the other,`]
        : [train, label];
    for (const { label: recipe, config: settings, at } of recipesOfBlock(profile, block)) {
      const { batchSize } = settings;
      if (count === null || Number(batchSize) <= count) continue;
      const message = `recipe ${recipe}: batchSize is ${String(batchSize)}, but ${of} has ${String(count)} training examples; expected at most as many`;
      yield { path: at, message };
    }
  }
}
