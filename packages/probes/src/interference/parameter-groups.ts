/**
 * The groups of parameters whose gradients are compared.
 *
 *   each weight matrix of the cell by its name (`wx`, `wh`), `bias`, `other` (what the cell has besides), `core` (all of
 *   the cell), `router`, `identity` (the learned vectors of the parts of a task), `head`
 *
 * Masks bear on the cell alone: the others are reported apart and no theorem says that their gradients part.
 */
import type { SequenceModel } from '@dsrnn/core';

/** Parameters that are looked at together. */
export interface ParameterGroup {
  /** In kebab-case: a dot of a parameter's name becomes a dash. */
  readonly name: string;
  readonly kind: 'matrix' | 'bias' | 'rest';
  /** Names of parameters. */
  readonly members: readonly string[];
}

/** Names of the parameters that training moves, in the order of the model. */
export function trainedParameters({
  parameters,
  rateScale,
}: Pick<SequenceModel, 'parameters' | 'rateScale'>): string[] {
  return Object.keys(parameters).filter((name) => rateScale[name] !== 0);
}

/** Whether a parameter is of the cell itself, by its name. */
export function isOfCell(name: string): boolean {
  return !['router.', 'identity.', 'head.'].some((prefix) => name.startsWith(prefix));
}

/** Groups of the parameters that training moves; a group without any is left out. */
export function parameterGroups(
  { recurrent, parameters, rateScale }: SequenceModel,
  features: number,
): readonly ParameterGroup[] {
  const trained = trainedParameters({ parameters, rateScale });
  const matrices = recurrent.cell.weightMatrices(recurrent.settings, features).map(({ name }) => name);
  const core = trained.filter(isOfCell);
  const isBias = (name: string): boolean => /(^|\.)b[a-z]?$/.test(name);
  const rest = core.filter((name) => !matrices.includes(name));
  const groups: ParameterGroup[] = [
    ...matrices
      .filter((name) => core.includes(name))
      .map((name): ParameterGroup => ({ name: name.replaceAll('.', '-'), kind: 'matrix', members: [name] })),
    { name: 'bias', kind: 'bias', members: rest.filter(isBias) },
    { name: 'other', kind: 'rest', members: rest.filter((name) => !isBias(name)) },
    { name: 'core', kind: 'rest', members: core },
    { name: 'router', kind: 'rest', members: trained.filter((name) => name.startsWith('router.')) },
    { name: 'identity', kind: 'rest', members: trained.filter((name) => name.startsWith('identity.')) },
    { name: 'head', kind: 'rest', members: trained.filter((name) => name.startsWith('head.')) },
  ];
  return groups.filter(({ members }) => members.length > 0);
}

/** The parameters of all groups, each once. */
export function membersOf(groups: readonly ParameterGroup[]): readonly string[] {
  return [...new Set(groups.flatMap(({ members }) => members))];
}
