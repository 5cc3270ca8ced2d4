/** Which backend computes on tensors, and which engine unrolls recurrent cells on it. */
import { checkSchema } from './check-schema.ts';
import { ConfigError } from './config-error.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import type { Registries } from '../spec/registries.ts';
import type { FieldIssue } from './yaml/yaml-source.ts';

/** Names of a backend and an engine, each as far as somebody named it. */
export interface BackendChoice {
  readonly backend?: string | undefined;
  readonly engine?: string | undefined;
}

/** Unknown names, and an engine that the backend does not run. */
export function backendIssues(
  { backend, engine }: BackendChoice,
  registries: Registries,
): readonly FieldIssue[] {
  const issues = [
    ...(backend === undefined ? [] : checkSchema(registries.backend, backend, ['backend']).issues),
    ...(engine === undefined ? [] : checkSchema(registries.engine, engine, ['engine']).issues),
  ];
  if (issues.length > 0 || backend === undefined) return issues;
  const own = registries.defaultEngine(backend);
  if (engine !== 'fused' || own === 'fused') return [];
  const message = `backend ${backend} does not run engine fused: leave the engine out, or name ${own}`;
  return [{ path: ['engine'], message }];
}

/**
 * The same experiment on another backend or engine. Another backend brings its own engine unless one is named; an
 * engine alone keeps the backend. Throws ConfigError for an unknown name, or an engine that the backend does not run.
 */
export function withBackend(experiment: LoadedExperiment, choice: BackendChoice): LoadedExperiment {
  const { registries } = experiment;
  const backend = choice.backend ?? experiment.backend;
  const issues = backendIssues({ ...choice, backend }, registries);
  if (issues.length > 0) {
    throw new ConfigError(
      issues.map(({ path, message }) => ({ file: `--${path.join('.')}`, line: null, path: '', message })),
    );
  }
  const own = backend === experiment.backend ? experiment.engine : registries.defaultEngine(backend);
  return Object.freeze({ ...experiment, backend, engine: choice.engine ?? own });
}
