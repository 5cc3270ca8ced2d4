/** Compiles the kernels. Returns the module's bytes; throws with the compiler's messages if it refuses. */
export function compile(): Promise<Buffer>;

/** The text of `src/module.generated.ts` for a module's bytes. */
export function moduleText(bytes: Buffer): string;
