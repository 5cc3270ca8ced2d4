/** What YAML allows and a configuration does not: each would mean something else here, or nothing, in silence. */
import { isAlias, isCollection, isPair, isScalar, visit, type Document, type Node } from 'yaml';

/** Tags of plain data. Others make objects that no schema knows. */
const CORE_TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

/** A problem at an offset of the text. */
export interface StructureProblem {
  readonly offset: number;
  readonly message: string;
}

/** Values that aliases may add up to, each counted where it is used: more is a file that unfolds into gigabytes. */
const MOST_ALIASED = 10_000;

/** Every problem of a document that is sound YAML. */
export function structureProblems(document: Document): StructureProblem[] {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return [{ offset: 0, message: 'the file is empty: expected fields with their values' }];
  }
  const problems: StructureProblem[] = [];
  const add = (node: unknown, message: string): void => {
    problems.push({ offset: (node as Node).range?.[0] ?? 0, message });
  };
  if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    problems.push({
      offset: 0,
      message: `asks for YAML ${document.directives.yaml.version}; files are YAML 1.2`,
    });
  }
  const sizes = new Map<unknown, number>();
  let aliased = 0;
  visit(document, {
    Node(_key, node) {
      if (isAlias(node) || node.tag === undefined || CORE_TAGS.includes(node.tag)) return;
      add(node, `the tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not read: write plain data`);
    },
    Pair(_key, { key }) {
      if (isScalar(key) && key.value === '<<') {
        add(key, 'merge keys (<<) are not read: write the fields out, or name a preset');
      } else if (!isScalar(key) || typeof key.value === 'object') {
        add(key, 'a key must be a word: quote it');
      }
    },
    Alias(_key, node, path) {
      const target = node.resolve(document);
      if (target === undefined) {
        add(
          node,
          `*${node.source} names no anchor: write &${node.source} before the value that it stands for`,
        );
        return;
      }
      if (path.includes(target)) {
        add(node, `*${node.source} stands inside the value that it names`);
        return;
      }
      aliased += sizeOf(target, document, sizes);
    },
  });
  if (problems.length === 0 && aliased > MOST_ALIASED) {
    problems.push({ offset: 0, message: `its aliases unfold into ${String(aliased)} values: write less` });
  }
  return problems;
}

/** Values below a node, those of aliases as often as they are named. */
function sizeOf(node: unknown, document: Document, sizes: Map<unknown, number>): number {
  const known = sizes.get(node);
  if (known !== undefined) return known;
  // A cycle is reported by itself; here it must only end.
  sizes.set(node, 0);
  const below = isAlias(node)
    ? [node.resolve(document)]
    : isPair(node)
      ? [node.value]
      : isCollection(node)
        ? node.items
        : [];
  const size = 1 + below.reduce<number>((sum, one: unknown) => sum + sizeOf(one, document, sizes), 0);
  sizes.set(node, size);
  return size;
}
