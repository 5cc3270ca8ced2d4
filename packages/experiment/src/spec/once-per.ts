/** Remembers what was computed of a value. */

/** `compute`, done once for each value. Values must not change: configs of a grid are shared by its runs, and frozen. */
export function oncePer<Value extends object, Result>(
  compute: (value: Value) => Result,
): (value: Value) => Result {
  const known = new WeakMap<Value, { readonly result: Result }>();
  return (value) => {
    const found = known.get(value) ?? { result: compute(value) };
    known.set(value, found);
    return found.result;
  };
}
