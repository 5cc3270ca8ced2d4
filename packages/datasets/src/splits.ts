/** The splits of the data, by name. */

/** Their names, in the order in which they are made, written and read. */
export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** One of a thing for each split. */
export type Splits<Item> = Readonly<Record<Split, Item>>;

/** Makes one for each split, in their order. */
export function eachSplit<Item>(make: (split: Split) => Item): Splits<Item> {
  return { train: make('train'), validation: make('validation'), test: make('test') };
}
