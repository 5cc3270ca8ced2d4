/** What the plugin tells Nx of an experiment, as far as the tests look at it. */
export interface Target {
  readonly command: string;
  readonly cache: boolean;
  readonly dependsOn?: readonly string[];
  readonly inputs: readonly unknown[];
  readonly outputs: readonly string[];
}

export interface Project {
  readonly name: string;
  readonly targets: Readonly<Record<string, Target>>;
}

export const name: string;
export const createNodes: readonly [
  glob: string,
  create: (
    files: readonly string[],
  ) => readonly (readonly [file: string, nodes: { readonly projects: Readonly<Record<string, Project>> }])[],
];
export const createNodesV2: typeof createNodes;
