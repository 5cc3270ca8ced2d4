/** Tests of a package that read more of the repository than packages. */
export interface TestGroup {
  readonly folder: string;
  readonly name: string;
  readonly files: readonly string[];
  readonly reads: readonly string[];
  readonly without?: readonly string[];
}

export const testGroups: readonly TestGroup[];
export const alone: Readonly<Record<string, readonly string[]>>;
