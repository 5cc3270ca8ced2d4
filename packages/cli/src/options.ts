/** Options and arguments that several commands share. */
import type { Argv } from 'yargs';
import { UsageError } from './errors.ts';

/** Adds the required list of experiments. */
export function withExperiments<T>(cli: Argv<T>): Argv<T & { experiment: string[] }> {
  return cli.positional('experiment', {
    type: 'string',
    array: true,
    demandOption: true,
    describe: 'id of an experiment, or path of an experiment.yaml',
  });
}

/** Adds a list of experiments that may be left out: then it is all of them. */
export function withOptionalExperiments<T>(cli: Argv<T>): Argv<T & { experiment: string[] }> {
  return cli.positional(
    'experiment',
    optionalWords('id of an experiment, or path of an experiment.yaml', 'all'),
  );
}

/** Adds the choice of a profile. */
export function withProfile<T>(cli: Argv<T>): Argv<T & { profile: string }> {
  return cli.option('profile', {
    type: 'string',
    default: 'quick',
    requiresArg: true,
    describe:
      'size of the experiment: quick (minutes), laptop (the committed reference; 1 to 40 minutes each on 2 cores), paper (a GPU or a cluster)',
  });
}

/** Adds what narrows a grid. */
export function withSelection<T>(cli: Argv<T>): Argv<
  T & {
    profile: string;
    only: string | undefined;
    'seed-count': number | undefined;
    backend: string | undefined;
    engine: string | undefined;
  }
> {
  return withProfile(cli)
    .option(
      'only',
      text(
        'only these runs: "field=value|value,field=value" (quoted, for the shell) with architecture, task, strategy, method, recipe, sparsity, seed',
      ),
    )
    .option('seed-count', {
      ...wholeNumber('seed-count'),

      describe: 'only the first seeds',
    })
    .option('backend', text('another backend than the experiment names'))
    .option('engine', text("fused or reference: another engine than the backend's own"));
}

/** Adds the size of the pool. */
export function withWorkers<T>(cli: Argv<T>): Argv<T & { workers: number | undefined }> {
  return cli.option('workers', {
    ...wholeNumber('workers'),

    defaultDescription: 'one a processor core',
    describe: 'worker processes',
  });
}

/** Adds the choice of JSON. */
export function withJson<T>(cli: Argv<T>): Argv<T & { json: boolean }> {
  return cli.option('json', flag('print JSON instead of text'));
}

/** Adds the folder to draw into, which holds the files of one experiment. */
export function withOut<T extends { experiment: string[] }>(
  cli: Argv<T>,
): Argv<T & { out: string | undefined }> {
  return cli
    .option('out', {
      type: 'string',
      requiresArg: true,
      defaultDescription: 'build/<id>/<profile>, and only-… in it for a part of the grid',
      describe: 'folder for the files',
    })
    .check(({ out, experiment }) => {
      if (out !== undefined && experiment.length > 1) {
        throw new UsageError('--out: holds the files of one experiment; name one experiment at a time');
      }
      return true;
    });
}

/** An option that is a whole number from 1 on. Others throw UsageError. */
export function wholeNumber(option: string) {
  const coerce = (value: number | undefined): number | undefined => {
    if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
      throw new UsageError(`--${option}: expected a whole number, at least 1`);
    }
    return value;
  };
  return { type: 'number', requiresArg: true, coerce } as const;
}

/** A switch, off where it is not given. */
export function flag(describe: string) {
  return { type: 'boolean', default: false, describe } as const;
}

/** An option that takes a text. */
export function text(describe: string) {
  return { type: 'string', requiresArg: true, describe } as const;
}

/** Words behind a command, none of which must be there: `otherwise` says what is meant then. */
export function optionalWords(describe: string, otherwise: string) {
  const words = { type: 'string', array: true, describe } as const;
  return { ...words, default: [] as string[], defaultDescription: otherwise };
}
