/**
 * Compiles the kernels. Returns the module's bytes; throws with the compiler's messages if it refuses. `names`: with the names
 * of functions, for tools; the code is the same.
 */
export function compile(options?: { readonly names?: boolean }): Promise<Buffer>;

/** The text of `src/module.generated.ts` for a module's bytes. */
export function moduleText(bytes: Buffer): string;
