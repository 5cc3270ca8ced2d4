/** Looks up the tables or figures that an experiment names. */
import { UsageError } from '../errors.ts';

/** The definitions with these ids, in the order of `ids`. Throws UsageError that lists the known ids. */
export async function chosenDefinitions<Definition extends { readonly id: string }>(
  what: 'table' | 'figure',
  ids: readonly string[],
  definitions: readonly Definition[],
): Promise<Definition[]> {
  const { suggestion } = await import('@dsrnn/experiment');
  return ids.map((id) => {
    const definition = definitions.find((known) => known.id === id);
    if (definition !== undefined) return definition;
    throw new UsageError(
      `${what}s: unknown ${what} "${id}"${suggestion(
        id,
        definitions.map((known) => known.id),
      )}`,
    );
  });
}
