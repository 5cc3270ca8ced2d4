/** Matrix products, see assembly/gemm.ts. */
export interface GemmFunctions {
  probe(n: number): number;
}
