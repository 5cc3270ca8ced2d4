/** Address of the first byte behind the module's constants: where memory for blocks begins. */
export function heapBase(): usize {
  return __heap_base;
}
