/** `dsrnn init`: the folder of an experiment of one's own, to begin with. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import { experimentTemplate } from '../experiment-template.ts';
import { withJson } from '../options.ts';
import type { Session } from '../session.ts';
import { findWorkspace } from '../workspace.ts';
import { writeFiles } from '../write-files.ts';

/** Adds the command. */
export function addInit(cli: Argv, session: Session): Argv {
  return cli.command(
    'init <id>',
    'Begin an experiment of your own: a small one that runs, to be changed',
    (command) =>
      withJson(command)
        .positional('id', {
          type: 'string',
          demandOption: true,
          describe: 'name of the experiment and of its folder: small letters, digits, single hyphens',
        })
        .example('$0 init my-idea', 'writes experiments/my-idea/experiment.yaml, commented')
        .example('$0 reproduce my-idea', 'then runs it and decides its claims, in about a minute'),
    async ({ id, json }) => {
      const { experimentConfig } = await import('@dsrnn/experiment');
      const named = experimentConfig.shape.id.safeParse(id);
      if (!named.success) {
        throw new UsageError(
          `"${id}" is no id of an experiment: ${named.error.issues[0]?.message ?? ''}, as in "sparse-gru-2"`,
        );
      }
      const folder = join(findWorkspace(session.host).experiments, id);
      const shown = relative(session.host.cwd, folder);
      if (existsSync(folder)) {
        throw new UsageError(`${shown} exists already: choose another id, or remove that folder`);
      }
      const files = writeFiles(folder, null, experimentTemplate(id)).map((file) =>
        relative(session.host.cwd, file),
      );
      const next = `npx dsrnn reproduce ${id}`;
      if (json) session.printJson({ experiment: id, files, next });
      else session.print(`wrote ${files.join('\nwrote ')}\nrun it, about a minute: ${next}`);
    },
  );
}
