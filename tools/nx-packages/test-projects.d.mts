/** A project of vitest, and the target of Nx that runs it. */
export interface TestProject {
  readonly folder: string;
  readonly target: string;
  readonly name: string;
  readonly include: string[];
  readonly exclude: string[];
  readonly isolate: boolean;
}

export function testProjects(folder: string): TestProject[];
