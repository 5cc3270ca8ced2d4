/** The environment of processes that measure: one thread, and nothing that would hold a library back. */

/** One thread each, whatever a library takes for its default. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** Settings of numeric libraries, such as OPENBLAS_CORETYPE: they choose code for another processor, or other threads. */
const tuning = /^(ATEN|BLIS|DNNL|GOMP|GOTO|KMP|MKL|NVPL|OMP|ONEDNN|OPENBLAS|TORCH)_/;

/** `env` without settings that numeric libraries read, and with one thread for each. */
export function measuringEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(env).filter(([name]) => !tuning.test(name));
  return { ...Object.fromEntries(kept), ...ONE_THREAD };
}
