/** `dsrnn claims`: decides the claims of experiments. */
import type { Argv } from 'yargs';
import { claimFiles, judgeClaims, protocolText } from '../drawing/claim-files.ts';
import { gather } from '../drawing/gather.ts';
import { writeDrawn } from '../drawing/write-drawn.ts';
import { openExperiments } from '../open-experiment.ts';
import { withExperiments, withJson, withOut, withSelection } from '../options.ts';
import type { Session } from '../session.ts';

/** Adds the command. */
export function addClaims(cli: Argv, session: Session): Argv {
  return cli.command(
    'claims <experiment..>',
    'Decide the claims of the paper from the results, and print the verdicts',
    (command) =>
      withJson(withOut(withSelection(withExperiments(command))))
        .example('$0 claims sparsity', 'from the results of the quick profile')
        .example('$0 claims ninety-percent --profile laptop --json', 'for a program'),
    async (argv) => {
      const { claimsText, wrapText } = await import('@dsrnn/analysis');
      const opened = await openExperiments(argv.experiment, session);
      const printed = [];
      for (const experiment of opened.experiments) {
        const gathered = await gather(experiment, argv, opened, session);
        const verdicts = await judgeClaims(gathered);
        const { workspace } = opened;
        const destination = {
          workspace,
          experiment: experiment.id,
          profile: argv.profile,
          out: argv.out,
          session,
        };
        const paths = writeDrawn(destination, 'claims', await claimFiles(gathered, verdicts));
        printed.push({
          experiment: experiment.id,
          profile: argv.profile,
          missing: gathered.missing,
          paths,
          verdicts,
        });
        if (argv.json) continue;
        if (verdicts.length === 0) session.print(`${experiment.id}: declares no claim`);
        else session.print(`${wrapText(protocolText(gathered), 100).join('\n')}\n\n${claimsText(verdicts)}`);
        for (const path of paths) session.note(`wrote ${path}`);
      }
      if (argv.json) session.printJson(printed);
    },
  );
}
