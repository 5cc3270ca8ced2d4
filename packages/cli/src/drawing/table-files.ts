/** The tables that an experiment asks for, as values and as files. */
import type { AnalysisContext, Table } from '@dsrnn/analysis';
import type { Session } from '../session.ts';
import type { OutputFile } from '../write-files.ts';
import { attempt } from './attempt.ts';
import { chosenDefinitions } from './chosen-definitions.ts';
import type { Gathered } from './gather.ts';

/**
 * Tables in the order of the experiment; one that cannot be made says why, and is left undone. Throws UsageError for an
 * unknown id.
 */
export async function buildTables(gathered: Gathered, session: Session): Promise<Table[]> {
  const { absentTable, tables } = await import('@dsrnn/analysis');
  const { experiment, observations, context } = gathered;
  const chosen = await chosenDefinitions('table', experiment.tables, tables);
  return Promise.all(
    chosen.map(({ id, title, build }) =>
      attempt(
        gathered,
        `table ${id}`,
        session,
        () => build(observations, context),
        (reason) => absentTable(id, title, reason),
      ),
    ),
  );
}

/** `table-<id>.md`, `.csv` and `.tex` of each table. */
export async function tableFiles(tables: readonly Table[], context: AnalysisContext): Promise<OutputFile[]> {
  const { renderCsv, renderLatex, renderMarkdown } = await import('@dsrnn/analysis');
  return tables.flatMap((table) => [
    { name: `table-${table.id}.md`, content: renderMarkdown(table) },
    { name: `table-${table.id}.csv`, content: renderCsv(table) },
    { name: `table-${table.id}.tex`, content: renderLatex(table, context) },
  ]);
}
