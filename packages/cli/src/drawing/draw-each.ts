/** What the commands that draw do alike: gather the results of each experiment, write files, and say so. */
import { eachExperiment } from '../each-experiment.ts';
import { openExperiments, type Selection } from '../open-experiment.ts';
import type { Session } from '../session.ts';
import type { OutputFile } from '../write-files.ts';
import { gather, type Gathered } from './gather.ts';
import { writeDrawn } from './write-drawn.ts';

/** What was typed. */
export interface DrawArguments extends Selection {
  readonly experiment: readonly string[];
  readonly out: string | undefined;
  readonly json: boolean;
}

/** What a command makes of the results of one experiment. */
export interface Drawing {
  /** The start of the names of its files: those of an earlier time go. */
  readonly family: string;
  readonly files: readonly OutputFile[];
  /** What --json shows besides the paths. */
  readonly facts: object;
  /** Shows it to a reader, who is told the `paths`. */
  readonly show: (paths: readonly string[]) => void | Promise<void>;
}

/** Draws each experiment in turn, with `draw`. */
export async function drawEach(
  argv: DrawArguments,
  session: Session,
  draw: (gathered: Gathered) => Promise<Drawing>,
): Promise<void> {
  const opened = await openExperiments(argv.experiment, session);
  const { workspace } = opened;
  const printed: object[] = [];
  await eachExperiment(opened.experiments, session, async (experiment) => {
    const gathered = await gather(experiment, argv, opened, session);
    const { family, files, facts, show } = await draw(gathered);
    const paths = writeDrawn({ workspace, experiment, selection: argv, session }, family, files);
    const { missing } = gathered;
    printed.push({ experiment: experiment.id, profile: argv.profile, missing, paths, ...facts });
    if (!argv.json) await show(paths);
  });
  if (argv.json) session.printJson(printed);
}
