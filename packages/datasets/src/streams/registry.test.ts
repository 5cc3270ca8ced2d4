import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dataDigests, taskConfig, taskDefinition } from '../registry.ts';
import { sha256 } from '../sha256.ts';
import { streams } from './registry.ts';

describe('the stream registry', () => {
  it('holds every stream of its folder', () => {
    const kinds = readdirSync(new URL('.', import.meta.url))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .filter((name) => readFileSync(new URL(name, import.meta.url), 'utf8').includes('= defineTask('))
      .map((name) => name.replace('.ts', ''));
    expect(streams.map((stream): string => stream.kind).sort()).toEqual(kinds.sort());
  });

  it('makes its streams tasks like others', () => {
    const config = taskConfig.parse({ kind: 'split', of: { kind: 'hanzi', classes: 4 }, experiences: 2 });
    expect(config).toMatchObject({ of: { kind: 'hanzi', classes: 4, length: 64 }, scenario: 'class' });
    expect(taskDefinition('split').shape(config)).toMatchObject({
      time: 64,
      features: 3,
      metric: 'accuracy',
      target: { kind: 'class', classes: 4 },
      parts: { count: 2, heads: 'shared', identity: { kind: 'none' } },
    });
    const schema = JSON.stringify(z.toJSONSchema(taskConfig, { io: 'input' }));
    expect(schema).toContain('"const":"copy-stream"');
  });

  it('identifies the data of a stream by itself and by the wrapped task, generated or read', () => {
    const digestsOf = (config: object) => dataDigests(taskConfig.parse(config));
    expect(digestsOf({ kind: 'permuted', of: { kind: 'digits' } })).toEqual({
      'generated:permuted': sha256('permuted 1'),
      ...digestsOf({ kind: 'digits' }),
    });
    expect(digestsOf({ kind: 'split', of: { kind: 'listops' } })).toEqual({
      'generated:split': sha256('split 1'),
      ...digestsOf({ kind: 'listops' }),
    });
    expect(Object.keys(digestsOf({ kind: 'copy-stream' }))).toEqual(['generated:copy-stream']);
  });
});
