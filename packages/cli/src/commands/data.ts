/** `dsrnn data`: the data sources on this machine. */
import type { Argv } from 'yargs';
import type { FileReport } from '@dsrnn/datasets';
import { exitCode } from '../exit-code.ts';
import { flag, withJson } from '../options.ts';
import type { Session } from '../session.ts';
import { findWorkspace } from '../workspace.ts';

/** Adds the command and what it can do. */
export function addData(cli: Argv, session: Session): Argv {
  return cli.command('data', 'List, fetch and verify data sources', (command) =>
    command
      .command(
        'list',
        'Show each source, its licence, and whether it is here',
        (list) => withJson(list).example('$0 data list', 'what there is'),
        async ({ json }) => {
          const { listSources } = await import('@dsrnn/datasets');
          const listings = await listSources(access(session));
          if (json) {
            session.printJson(listings);
            return;
          }
          const head = ['source', 'state', 'examples', 'size', 'licence', 'title'];
          const rows = listings.map(({ id, state, examples, bytes, licence, title }) => {
            return [id, state, String(examples), `${(bytes / 1e6).toFixed(1)} MB`, licence, title];
          });
          session.printColumns([head, ...rows]);
        },
      )
      .command(
        'fetch <source..>',
        'Bring sources into the cache, from the network if need be',
        (fetch) =>
          withJson(withSources(fetch, true))
            .option('force', flag('replace what is in the cache'))
            .example('$0 data fetch fashion-mnist', 'once, then it is in the cache'),
        async ({ source, force, json }) => {
          const { fetchSource } = await import('@dsrnn/datasets');
          const reports: Record<string, readonly FileReport[]> = {};
          for (const id of source) reports[id] = await fetchSource(id, access(session), { force });
          show(reports, json, session);
        },
      )
      .command(
        'verify [source..]',
        'Hash the cached files and compare with the pinned sums',
        (verify) =>
          withJson(withSources(verify, false)).example('$0 data verify', 'all sources that are in the cache'),
        async ({ source, json }) => {
          const { sources, verifySource } = await import('@dsrnn/datasets');
          const reports: Record<string, readonly FileReport[]> = {};
          for (const id of source.length > 0 ? source : sources.map((known) => known.id)) {
            reports[id] = await verifySource(id, access(session));
          }
          show(reports, json, session);
          const states = Object.values(reports).flatMap((files) => files.map(({ state }) => state));
          // A source that was not asked for by name may well be absent.
          const bad = source.length > 0 ? ['corrupt', 'absent'] : ['corrupt'];
          if (states.some((state) => bad.includes(state))) session.exitCode = exitCode.data;
        },
      )
      .demandCommand(1, 'data: say what to do: list, fetch or verify'),
  );
}

function withSources<T>(cli: Argv<T>, required: boolean): Argv<T & { source: string[] }> {
  return cli.positional('source', {
    type: 'string',
    array: true,
    describe: 'id of a source, as `dsrnn data list` shows it',
    ...(required ? { demandOption: true as const } : { default: [] as string[], defaultDescription: 'all' }),
  });
}

function access({ host }: Session): { readonly cacheDir: string } {
  return { cacheDir: findWorkspace(host).data };
}

function show(
  reports: Readonly<Record<string, readonly FileReport[]>>,
  json: boolean,
  session: Session,
): void {
  if (json) {
    session.printJson(reports);
    return;
  }
  const rows = Object.entries(reports).flatMap(([id, files]) =>
    files.map(({ state, file }) => [id, state, file]),
  );
  session.printColumns(rows);
}
