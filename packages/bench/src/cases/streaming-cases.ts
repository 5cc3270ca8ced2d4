/** One time step of one sequence, as an application on a device would run it: on our engine only. */
import { count } from '@dsrnn/portable';
import { plannedMacs, type ModelSpec } from '../work/model-spec.ts';
import { streamingWork } from '../work/streaming-work.ts';
import type { PeerWork } from '../peers/peer-protocol.ts';
import { plain, type BenchCase } from './bench-case.ts';
import {
  delta,
  dense,
  ds,
  dsChannels,
  fixedChannels,
  fixedMacs,
  streamedGroups,
  type Variant,
} from './variants.ts';

interface Subject {
  readonly name: string;
  readonly architecture: ModelSpec['architecture'];
  readonly features: number;
  readonly variants: readonly Variant[];
}

/** Steps of a peer that is given a block of them: what its arithmetic costs without the cost of calling it. */
const BLOCK = 64;

/** Steps that a plan spreads what is done once a sequence over; nothing of the variants is. */
const TIME = 512;

const whole: readonly Variant[] = [dense, ds, dsChannels, delta];
const large = { features: 128, variants: [...whole, ...streamedGroups] };

const subjects: readonly Subject[] = [
  { name: 'lstm', architecture: { kind: 'lstm', units: 512 }, ...large },
  { name: 'gru', architecture: { kind: 'gru', units: 512 }, ...large },
  { name: 'ltc', architecture: { kind: 'ltc', units: 64 }, features: 28, variants: whole },
  { name: 's4d', architecture: { kind: 's4d', units: 128 }, features: 1, variants: [dense, ds] },
];

const coreSubject: Subject = {
  name: 'lstm',
  architecture: { kind: 'lstm', units: 512 },
  features: 128,
  variants: [dense, fixedMacs, fixedChannels],
};

/** All of them. Those of kind `core` have no router, and a head of one number. */
export const streamingCases: readonly BenchCase[] = [
  ...subjects.flatMap((subject) =>
    subject.variants.map((variant) => streamingCase('stream', subject, variant, 10)),
  ),
  ...coreSubject.variants.map((variant) => streamingCase('core', coreSubject, variant, 1)),
];

function streamingCase(
  kind: 'stream' | 'core',
  subject: Subject,
  variant: Variant,
  outputs: number,
): BenchCase {
  const { name, architecture, features } = subject;
  const { name: suffix, what, ...sparse } = variant;
  const spec: ModelSpec = { ...sparse, architecture, features, time: TIME, outputs };
  const macs = plannedMacs(spec);
  const group = `${kind}-${name}`;
  return {
    ...plain,
    id: `${group}-${suffix}`,
    kind,
    group,
    what: `${name.toUpperCase()}-${architecture.units}, ${count(features, 'input')}, one step of one sequence: ${what}`,
    macs: macs.total,
    macRatio: macs.total / macs.dense,
    baseline: variant === dense ? null : `${group}-${dense.name}`,
    peers: kind === 'stream' ? peersOf(name, features, architecture.units) : [],
    start: () => streamingWork(spec),
  };
}

function peersOf(name: string, features: number, units: number): PeerWork[] {
  if (name !== 'lstm' && name !== 'gru') return [];
  const sizes = { features, units };
  const work = { case: `${name}-step` } as const;
  return [
    { ...work, peer: 'torch', column: 'torch', sizes },
    { ...work, peer: 'onnxruntime', column: 'onnxruntime', sizes },
    {
      ...work,
      peer: 'onnxruntime',
      column: `onnxruntime, ${BLOCK} at once`,
      sizes: { ...sizes, steps: BLOCK },
    },
  ];
}
