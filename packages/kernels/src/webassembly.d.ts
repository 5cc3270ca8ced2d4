/** The part of the WebAssembly API that the loader uses; TypeScript has it only in its browser library. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function instantiate(bytes: Uint8Array, imports?: object): Promise<{ readonly instance: Instance }>;
}
