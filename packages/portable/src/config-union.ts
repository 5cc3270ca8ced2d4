/** From a list of definitions to the schema of "any of them": what makes a registry one line an entry. */
import { z } from 'zod';

type Schemas<List extends readonly { readonly config: z.ZodObject }[]> = {
  readonly [K in keyof List]: List[K]['config'];
};

/** A union of the definitions' config schemas, told apart by the literal `kind` of each. */
export function configUnion<
  const List extends readonly [{ readonly config: z.ZodObject }, ...{ readonly config: z.ZodObject }[]],
>(definitions: List): z.ZodDiscriminatedUnion<Schemas<List>> {
  // `map` forgets that it keeps each in its place.
  return z.discriminatedUnion('kind', definitions.map(({ config }) => config) as never);
}

/** The entry of a registry by its `kind`; the error lists the known ones. */
export function byKind<Definition extends { readonly kind: string }>(
  what: string,
  definitions: readonly Definition[],
  kind: string,
): Definition {
  const found = definitions.find((definition) => definition.kind === kind);
  if (found !== undefined) return found;
  throw new RangeError(`unknown ${what} "${kind}"; known: ${definitions.map((d) => d.kind).join(', ')}`);
}
