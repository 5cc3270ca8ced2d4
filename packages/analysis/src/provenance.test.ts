import { describe, expect, it } from 'vitest';
import type { ProvenanceDigested, ProvenanceEnvironment } from './provenance.ts';
import { buildProvenance, provenance } from './provenance.ts';

const hash = (digit: string): string => digit.repeat(64);

const digested: ProvenanceDigested = {
  experiment: 'sparsity',
  profile: 'quick',
  configDigest: hash('c'),
  commit: 'a'.repeat(40),
  dirty: false,
  packages: { vega: '6.4.0', '@tensorflow/tfjs': '4.22.0' },
  backend: 'wasm',
  engine: 'fused',
  versions: { 'method/ds': 2, 'cell/ltc': 3 },
  data: { hanzi: hash('2'), digits: hash('1') },
  runs: [hash('b'), hash('a'), hash('b')],
  command: 'npm run reproduce',
};

const environment: ProvenanceEnvironment = {
  node: 'v20.19.0',
  platform: 'linux',
  arch: 'x64',
  cpu: 'some cpu',
  cores: 2,
  memoryBytes: 8_000_000_000,
  startedAt: null,
  finishedAt: null,
};

describe('buildProvenance', () => {
  it('sorts run keys and names', () => {
    const built = buildProvenance(digested, environment);
    expect(built.digested.runs).toEqual([hash('a'), hash('b')]);
    expect(Object.keys(built.digested.data)).toEqual(['digits', 'hanzi']);
    expect(Object.keys(built.digested.versions)).toEqual(['cell/ltc', 'method/ds']);
    expect(
      JSON.stringify(buildProvenance({ ...digested, runs: [...digested.runs].reverse() }, environment)),
    ).toBe(JSON.stringify(built));
  });

  it('digests the work, not the machine', () => {
    const built = buildProvenance(digested, environment);
    expect(buildProvenance(digested, { ...environment, cpu: 'another' }).digest).toBe(built.digest);
    expect(buildProvenance({ ...digested, versions: {} }, environment).digest).not.toBe(built.digest);
  });

  it('is refused on reading when it was edited', () => {
    const built = buildProvenance(digested, environment);
    expect(provenance.safeParse(built).success).toBe(true);
    const edited = { ...built, digested: { ...built.digested, dirty: true } };
    expect(provenance.safeParse(edited).error?.issues[0]?.message).toContain('edited or damaged');
  });

  it('refuses a run key that is none', () => {
    expect(() => buildProvenance({ ...digested, runs: ['abc'] }, environment)).toThrow(/64 hex digits/);
  });
});
