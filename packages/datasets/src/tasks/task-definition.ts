/** What a task is to the rest of the program: a config schema and four functions of that config. */
import type { Versioned } from '@dsrnn/portable';
import type { z } from 'zod';
import type { DataAccess } from '../data-access.ts';
import type { Dataset, TaskShape } from '../dataset.ts';

/** How a class is called: in full, and in three or four characters for marks in a figure. */
export interface ClassName {
  readonly name: string;
  readonly short: string;
}

/**
 * A task: how it is configured and how its data come about. `Schema` is a strict object with a `kind` literal.
 * Methods may assume that the config went through the schema.
 */
export interface TaskDefinition<
  Config extends { readonly kind: string },
  Schema extends z.ZodObject = z.ZodObject,
> extends Versioned {
  readonly kind: Config['kind'];
  readonly title: string;
  readonly summary: string;
  readonly config: Schema;
  /** Ids in the source registry that `load` reads; none for a generated task. */
  sources(config: Config): readonly string[];
  /** Sizes, without reading any data. */
  shape(config: Config): TaskShape;
  /** What the classes of sequences are called, in their order; none where a class is only a place in a list. */
  classNames?(config: Config): readonly ClassName[] | undefined;
  /** Reads or generates the data. The same config always gives the same bits. */
  load(config: Config, access: DataAccess): Promise<Dataset>;
}

/** Ties the types of a definition together; returns it unchanged. */
export function defineTask<Schema extends z.ZodObject>(
  definition: TaskDefinition<z.output<Schema> & { readonly kind: string }, Schema>,
): TaskDefinition<z.output<Schema> & { readonly kind: string }, Schema> {
  return definition;
}
