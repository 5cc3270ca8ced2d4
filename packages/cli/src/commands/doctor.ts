/** `dsrnn doctor`: what this machine has, what it lacks, and what to do. */
import type { Argv } from 'yargs';
import { examineMachine } from '../examine-machine.ts';
import { exitCode } from '../exit-code.ts';
import { withJson } from '../options.ts';
import type { Session } from '../session.ts';
import { findWorkspace } from '../workspace.ts';

/** Adds the command. Its exit code is 1 if something keeps experiments from running. */
export function addDoctor(cli: Argv, session: Session): Argv {
  return cli.command(
    'doctor',
    'Look at Node, backends, kernels, data and folders, and say what to do',
    (command) => withJson(command).example('$0 doctor', 'first thing on a new machine'),
    async ({ json }) => {
      const findings = await examineMachine(findWorkspace(session.host), session.host);
      if (findings.some(({ state }) => state === 'wrong')) session.exitCode = exitCode.failed;
      if (json) {
        session.printJson(findings);
        return;
      }
      const rows = findings.map(({ what, state, detail }) => [state, what, detail]);
      session.printColumns(rows);
      for (const { what, remedy } of findings) if (remedy !== '') session.print(`to do: ${what}: ${remedy}`);
    },
  );
}
