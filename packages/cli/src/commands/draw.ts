/** `dsrnn table`, `dsrnn figure` and `dsrnn claims`: what is made of results, without computing any. */
import { wrapText } from '@dsrnn/portable';
import type { Argv } from 'yargs';
import { claimFiles, judgeClaims, protocolText } from '../drawing/claim-files.ts';
import { drawEach } from '../drawing/draw-each.ts';
import { figureFiles } from '../drawing/figure-files.ts';
import { buildTables, tableFiles } from '../drawing/table-files.ts';
import { tableText } from '../drawing/table-text.ts';
import { withExperiments, withJson, withOut, withSelection } from '../options.ts';
import type { Session } from '../session.ts';

/** Adds `table`. */
export function addTable(cli: Argv, session: Session): Argv {
  return cli.command(
    'table <experiment..>',
    'Write tables as Markdown, CSV and LaTeX, and print the Markdown',
    (command) =>
      withDrawing(command)
        .example('$0 table sparsity', 'from the results of the quick profile')
        .example('$0 table ninety-percent --profile laptop', 'from the committed results'),
    (argv) =>
      drawEach(argv, session, async (gathered) => {
        const tables = await buildTables(gathered, session);
        return {
          family: 'table-',
          files: await tableFiles(tables, gathered.context),
          facts: { tables },
          show: async (paths) => {
            for (const table of tables) session.print(await tableText(table, session.host.stdout));
            noteWritten(paths, session);
          },
        };
      }),
  );
}

/** Adds `figure`. */
export function addFigure(cli: Argv, session: Session): Argv {
  return cli.command(
    'figure <experiment..>',
    'Draw figures as SVG, PNG and Vega-Lite, and print their paths',
    (command) =>
      withDrawing(command)
        .example('$0 figure sparsity', 'from the results of the quick profile')
        .example(
          '$0 figure sparsity --only task=digits-rows-14 --out plots',
          'a part of the grid, elsewhere',
        ),
    (argv) =>
      drawEach(argv, session, async (gathered) => ({
        family: 'figure-',
        files: await figureFiles(gathered, session, true),
        facts: {},
        show: (paths) => {
          for (const path of paths) session.print(path);
        },
      })),
  );
}

/** Adds `claims`. */
export function addClaims(cli: Argv, session: Session): Argv {
  return cli.command(
    'claims <experiment..>',
    'Decide the claims of the paper from the results, and print the verdicts',
    (command) =>
      withDrawing(command)
        .example('$0 claims sparsity', 'from the results of the quick profile')
        .example('$0 claims ninety-percent --profile laptop --json', 'for a program'),
    (argv) =>
      drawEach(argv, session, async (gathered) => {
        const { claimsText } = await import('@dsrnn/analysis');
        const verdicts = await judgeClaims(gathered, session);
        return {
          family: 'claims',
          files: await claimFiles(gathered, verdicts),
          facts: { verdicts },
          show: (paths) => {
            if (verdicts.length === 0) session.print(`${gathered.experiment.id}: declares no claim`);
            else {
              const protocol = wrapText(protocolText(gathered), session.width).join('\n');
              session.print(`${protocol}\n\n${claimsText(verdicts, session.width)}`);
            }
            noteWritten(paths, session);
          },
        };
      }),
  );
}

function withDrawing<T>(command: Argv<T>) {
  return withJson(withOut(withSelection(withExperiments(command))));
}

function noteWritten(paths: readonly string[], session: Session): void {
  for (const path of paths) session.note(`wrote ${path}`);
}
