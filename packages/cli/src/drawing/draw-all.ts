/** All that an experiment asks for, drawn: what can be made is, and what cannot be says why. */
import type { Table } from '@dsrnn/analysis';
import type { ClaimVerdict } from '@dsrnn/records';
import { floorsFile } from '../record-files.ts';
import type { Session } from '../session.ts';
import type { OutputFile } from '../write-files.ts';
import { claimFiles, judgeClaims } from './claim-files.ts';
import { figureFiles } from './figure-files.ts';
import type { Gathered } from './gather.ts';
import { buildTables, tableFiles } from './table-files.ts';

/** Values, and the files by the family that they replace. */
export interface Drawn {
  readonly tables: readonly Table[];
  readonly verdicts: readonly ClaimVerdict[];
  readonly families: Readonly<Record<'table-' | 'figure-' | 'claims' | 'floors', readonly OutputFile[]>>;
}

/**
 * Draws tables, figures and claims. What could not be made is left undone in the session. Without `images`, which cost the
 * time, a figure is its specification alone.
 */
export async function drawAll(gathered: Gathered, session: Session, images = true): Promise<Drawn> {
  const tables = await buildTables(gathered, session);
  const figures = await figureFiles(gathered, session, images);
  const verdicts = await judgeClaims(gathered, session);
  return {
    tables,
    verdicts,
    families: {
      'table-': await tableFiles(tables, gathered.context),
      'figure-': figures,
      claims: await claimFiles(gathered, verdicts),
      floors: [floorsFile(gathered)],
    },
  };
}
