/** `dsrnn claims`: decides the claims of experiments. */
import { wrapText } from '@dsrnn/portable';
import type { Argv } from 'yargs';
import { claimFiles, judgeClaims, protocolText } from '../drawing/claim-files.ts';
import { gather } from '../drawing/gather.ts';
import { writeDrawn } from '../drawing/write-drawn.ts';
import { eachExperiment } from '../each-experiment.ts';
import { openExperiments } from '../open-experiment.ts';
import { withExperiments, withJson, withOut, withSelection } from '../options.ts';
import type { Session } from '../session.ts';
import { widthOf } from '../terminal-width.ts';

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
      const { claimsText } = await import('@dsrnn/analysis');
      const opened = await openExperiments(argv.experiment, session);
      const printed: object[] = [];
      await eachExperiment(opened.experiments, session, async (experiment) => {
        const gathered = await gather(experiment, argv, opened, session);
        const verdicts = await judgeClaims(gathered, session);
        const { workspace } = opened;
        const destination = { workspace, experiment, selection: argv, session };
        const paths = writeDrawn(destination, 'claims', await claimFiles(gathered, verdicts));
        printed.push({
          experiment: experiment.id,
          profile: argv.profile,
          missing: gathered.missing,
          paths,
          verdicts,
        });
        if (argv.json) return;
        if (verdicts.length === 0) session.print(`${experiment.id}: declares no claim`);
        else {
          const width = widthOf(session.host.stdout);
          const protocol = wrapText(protocolText(gathered), width).join('\n');
          session.print(`${protocol}\n\n${claimsText(verdicts, width)}`);
        }
        for (const path of paths) session.note(`wrote ${path}`);
      });
      if (argv.json) session.printJson(printed);
    },
  );
}
