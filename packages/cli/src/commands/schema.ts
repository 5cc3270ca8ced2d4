/** `dsrnn schema`: the JSON Schema of experiment files. */
import { join } from 'node:path';
import type { Argv } from 'yargs';
import { flag } from '../options.ts';
import type { Session } from '../session.ts';
import { findWorkspace } from '../workspace.ts';
import { writeFiles } from '../write-files.ts';

const FILE = 'experiment.schema.json';

/** Adds the command. */
export function addSchema(cli: Argv, session: Session): Argv {
  return cli.command(
    'schema',
    'Print the JSON Schema of experiment.yaml, which editors use to complete and check it',
    (command) =>
      command
        .option('write', flag(`refresh configs/${FILE} instead`))
        .example('$0 schema', 'print it')
        .example('$0 schema --write', 'after adding a cell, a method, a task or a preset'),
    async ({ write }) => {
      const { experimentJsonSchema, formatJsonSchema, loadPresets } = await import('@dsrnn/experiment');
      const { configs } = findWorkspace(session.host);
      const text = formatJsonSchema(experimentJsonSchema(loadPresets(configs)));
      if (!write) {
        session.print(text);
        return;
      }
      writeFiles(configs, FILE, [{ name: FILE, content: text }]);
      session.note(`wrote ${join(configs, FILE)}`);
    },
  );
}
