import { describe, expect, it } from 'vitest';
import { toyPresets } from '../../test/toy-registries.ts';
import { experimentJsonSchema } from './json-schema.ts';

describe('experimentJsonSchema', () => {
  const schema = experimentJsonSchema(toyPresets()) as { $defs: Record<string, unknown>; properties: object };

  it('lists the presets and describes inline entries with their label', () => {
    expect(schema.$defs['method']).toMatchObject({
      anyOf: [
        { enum: ['dense', 'ds', 'rigl'] },
        {
          oneOf: [
            {
              properties: { label: { type: 'string' }, kind: { const: 'dense' } },
              required: ['label', 'kind'],
            },
            { properties: { kind: { const: 'ds' }, router: { properties: { width: { default: 16 } } } } },
            { properties: { kind: { const: 'rigl' } }, additionalProperties: false },
          ],
        },
      ],
    });
    expect(schema.$defs['train']).toMatchObject({ anyOf: [{ enum: ['short'] }, { required: ['steps'] }] });
  });

  it('knows the backends and engines and marks unknown keys', () => {
    expect(schema).toMatchObject({
      additionalProperties: false,
      properties: {
        backend: { enum: ['wasm', 'cpu'], default: 'wasm' },
        engine: { enum: ['fused', 'reference'] },
      },
    });
  });

  it('asks a profile for its lists, or for blocks', () => {
    expect(schema.$defs['profile']).toMatchObject({
      required: ['train'],
      anyOf: [
        { required: ['architectures', 'methods', 'sparsity', 'tasks', 'seeds'] },
        { required: ['blocks'] },
      ],
    });
    expect(schema.$defs['block']).toMatchObject({ additionalProperties: false });
    expect(schema.$defs['block']).not.toHaveProperty('required');
  });

  it('resolves every reference', () => {
    const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(references).toContain('profile');
    for (const name of references) expect(schema.$defs).toHaveProperty([String(name)]);
  });
});
