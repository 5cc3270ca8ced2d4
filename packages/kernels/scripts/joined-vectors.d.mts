/** A Node that joins vectors: this one, or that of `npx dsrnn runtime add`; null where there is none. */
export function wideNode(): string | null;

/**
 * Joined operations by function, `file/function` in `assembly/`; functions without any are left out. `node`: the program
 * of a Node that has the flag. `bytes`: a module with names of its functions, by default the kernels.
 */
export function joinedVectors(node: string, bytes?: Buffer): Promise<Map<string, number>>;
