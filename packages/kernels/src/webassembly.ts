/** The part of the WebAssembly API that the loader uses; TypeScript has it only in its browser library. */
declare global {
  // oxlint-disable-next-line no-namespace -- it is one, and users of these types need it with them
  namespace WebAssembly {
    interface Memory {
      readonly buffer: ArrayBuffer;
      grow(pages: number): number;
    }
    interface Instance {
      readonly exports: Readonly<Record<string, unknown>>;
    }
    function instantiate(bytes: Uint8Array, imports?: object): Promise<{ readonly instance: Instance }>;
  }
}

export {};
