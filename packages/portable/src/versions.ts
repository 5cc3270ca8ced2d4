/** Versions of definitions: what of the code a number depends on, see docs/reproducibility.md. */

/** Version by `<category>/<kind>`, such as `cell/lstm`. */
export type Versions = Readonly<Record<string, number>>;

/** Whatever makes numbers and may one day make others. */
export interface Versioned {
  readonly kind: string;
  /** Raised by hand, by one, whenever the same settings give other numbers. Begins at 1. */
  readonly version: number;
}

/** The entry of one definition. */
export function versionOf(category: string, { kind, version }: Versioned): Versions {
  return { [`${category}/${kind}`]: version };
}
