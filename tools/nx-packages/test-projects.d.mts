import type { TestGroup } from './test-groups.mjs';

/** A project of vitest; `group` is undefined for tests that the target `test` of the folder runs. */
export interface TestProject {
  readonly folder: string;
  readonly name: string;
  readonly group: TestGroup | undefined;
  readonly include: string[];
  readonly exclude: string[];
  readonly isolate: boolean;
}

export function testProjects(folder: string): TestProject[];
