/**
 * The list of dependencies is true, and packages declare what they import. npm hoists all packages into one folder, so
 * an undeclared import would work here and break elsewhere.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

const workspace = manifestOf(root);
const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
/** Sets of packages that a plain install leaves out, each with manifest and lock file. */
const optionalSets = folders.flatMap((folder) => optionalSetsOf(folder));
const listed = listedPackages();

/** Name, version and licence of each row of the tables. */
function listedPackages(): ReadonlyMap<string, { readonly version: string; readonly licence: string }> {
  const text = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([^`]+)` *\| *([^ |]+) *\| *([^|]*?) *\|/gm)];
  return new Map(rows.map(([, name, version, licence]) => [name!, { version: version!, licence: licence! }]));
}

function optionalSetsOf(folder: string): string[] {
  const sets = join(folder, 'optional');
  return existsSync(sets) ? readdirSync(sets).map((name) => join(sets, name)) : [];
}

/** A package of an optional set as the lock file pins it: it need not be installed. */
function locked(name: string, set: string): Pick<Manifest, 'version' | 'license'> {
  const lock = JSON.parse(readFileSync(join(set, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Pick<Manifest, 'version' | 'license'>>>;
  };
  return lock.packages[`node_modules/${name}`]!;
}

function declaredBy({ dependencies = {}, devDependencies = {} }: Manifest): string[] {
  return Object.keys({ ...dependencies, ...devDependencies });
}

/** The installed package as Node finds it from `folder`: nested first, then hoisted. */
function installed(name: string, folder: string): Manifest {
  const nested = join(folder, 'node_modules', name);
  return manifestOf(existsSync(nested) ? nested : join(root, 'node_modules', name));
}

/** Packages that a source imports, in any form, or asks Node to resolve. */
function packagesNamedBy(source: string): string[] {
  const names: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('type' in value) names.push(...nameIn(value as SyntaxNode));
    Object.values(value).forEach(visit);
  };
  visit(parseSync('source.ts', source).program);
  return names
    .filter((name) => !/^(\.|\/|node:)/.test(name))
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
}

/** What is looked at of a node of the syntax tree. */
interface SyntaxNode {
  readonly type: string;
  readonly source?: { readonly value?: unknown } | null;
  readonly callee?: { readonly property?: { readonly name?: unknown } };
  readonly arguments?: readonly { readonly value?: unknown }[];
}

/** The name of the module that `node` loads or locates, if it does. */
function nameIn(node: SyntaxNode): string[] {
  const loads = /^(Import|Export(Named|All))Declaration$|^ImportExpression$|^TSImportType$/.test(node.type);
  const locates = node.type === 'CallExpression' && node.callee?.property?.name === 'resolve';
  const name = loads ? node.source?.value : locates ? node.arguments?.[0]?.value : undefined;
  return typeof name === 'string' ? [name] : [];
}

describe('docs/dependencies.md', () => {
  it('lists every direct dependency with the installed version and its licence', () => {
    for (const folder of [root, ...folders]) {
      for (const name of declaredBy(manifestOf(folder)).filter((name) => !name.startsWith('@dsrnn/'))) {
        const { version, license } = installed(name, folder);
        expect(listed.get(name)?.version, name).toBe(version);
        if (!license.startsWith('SEE LICENSE')) expect(listed.get(name)?.licence, name).toBe(license);
      }
    }
  });

  it('lists every optional package with the version and licence of its lock file', () => {
    expect(optionalSets.length).toBeGreaterThan(0);
    for (const set of optionalSets) {
      for (const name of declaredBy(manifestOf(set))) {
        const { version, license } = locked(name, set);
        expect(listed.get(name), name).toEqual({ version, licence: license });
      }
    }
  });

  it('lists nothing else', () => {
    const declared = [root, ...folders, ...optionalSets].flatMap((folder) => declaredBy(manifestOf(folder)));
    expect([...listed.keys()].filter((name) => !declared.includes(name))).toEqual([]);
  });
});

describe.each(folders.map((folder) => [manifestOf(folder).name, folder] as const))('%s', (own, folder) => {
  const manifest = manifestOf(folder);
  const files = ['src', 'test', 'bin'].flatMap((part) => sourcesBelow(join(folder, part)));
  const isTest = (file: string): boolean =>
    file.endsWith('.test.ts') || file.startsWith(join(folder, 'test'));

  it('declares every package that its sources import', () => {
    const optional = optionalSetsOf(folder).flatMap((set) => declaredBy(manifestOf(set)));
    const declared = new Set([own, ...Object.keys(manifest.dependencies ?? {}), ...optional]);
    expect(
      undeclared(
        files.filter((file) => !isTest(file)),
        declared,
      ),
    ).toEqual([]);
  });

  it('declares what its tests import, or the workspace does', () => {
    const declared = new Set([own, ...declaredBy(manifest), ...declaredBy(workspace)]);
    expect(undeclared(files.filter(isTest), declared)).toEqual([]);
  });

  it('refers the compiler to the packages that it declares', () => {
    const { references } = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8')) as {
      readonly references: readonly { readonly path: string }[];
    };
    const declared = declaredBy(manifest).filter((name) => name.startsWith('@dsrnn/'));
    expect(references.map(({ path }) => path.replace('../', '@dsrnn/')).sort()).toEqual(declared.sort());
  });

  function undeclared(sources: readonly string[], declared: ReadonlySet<string>): string[] {
    return sources.flatMap((file) =>
      packagesNamedBy(readFileSync(file, 'utf8'))
        .filter((name) => !declared.has(name))
        .map((name) => `${file.slice(root.length)}: ${name}`),
    );
  }
});

describe('the search for imports', () => {
  it('finds every form of them, without their paths, and no text that looks like one', () => {
    const source = `
      import a from 'a'; import type { B } from '@b/c/d'; export * from 'e/f'; import 'g';
      const h = await import('h'); type I = import('i').I; require.resolve('j/file.ttf');
      import './own.ts'; import 'node:fs'; const text = 'import "k"';`;
    expect(packagesNamedBy(source).sort()).toEqual(['@b/c', 'a', 'e', 'g', 'h', 'i', 'j']);
  });
});

function sourcesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mts|mjs)$/.test(file))
    .map((file) => join(folder, file));
}
