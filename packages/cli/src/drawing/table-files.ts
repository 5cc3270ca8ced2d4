/** The tables that an experiment asks for, as values and as files. */
import type { Table } from '@dsrnn/analysis';
import type { OutputFile } from '../write-files.ts';
import { chosenDefinitions } from './chosen-definitions.ts';
import type { Gathered } from './gather.ts';

/** Tables in the order of the experiment. Throws UsageError for an unknown id. */
export async function buildTables({ experiment, observations, context }: Gathered): Promise<Table[]> {
  const { tables } = await import('@dsrnn/analysis');
  return (await chosenDefinitions('table', experiment.tables, tables)).map(({ build }) =>
    build(observations, context),
  );
}

/** `table-<id>.md`, `.csv` and `.tex` of each table. */
export async function tableFiles(tables: readonly Table[]): Promise<OutputFile[]> {
  const { renderCsv, renderLatex, renderMarkdown } = await import('@dsrnn/analysis');
  return tables.flatMap((table) => [
    { name: `table-${table.id}.md`, content: renderMarkdown(table) },
    { name: `table-${table.id}.csv`, content: renderCsv(table) },
    { name: `table-${table.id}.tex`, content: renderLatex(table) },
  ]);
}
