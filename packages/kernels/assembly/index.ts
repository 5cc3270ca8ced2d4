export * from './heap';
export * from './gemm';
