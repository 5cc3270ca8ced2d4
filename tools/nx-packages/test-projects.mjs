/** What each package has of tests: the projects of vitest, and which of them is a group of its own. */
import { alone, testGroups } from './test-groups.mjs';

const all = ['src/**/*.test.ts', 'test/**/*.test.ts'];
/** Stands for all tests of a folder, its groups too. */
const everything = '**/*.test.ts';

/** A project of vitest; `group` is undefined for the tests that `test` of the folder runs. */
function project(folder, suffix, settings, group) {
  return { folder, name: `${folder.split('/').at(-1)}${suffix}`, exclude: [], group, ...settings };
}

/** The projects of a folder. Together they have each of its test files once. */
export function testProjects(folder) {
  const groups = testGroups.filter((group) => group.folder === folder);
  const apart = alone[folder] ?? [];
  const grouped = groups.flatMap(({ files }) => files);
  const allApart = apart.includes(everything);
  const shared = allApart
    ? []
    : [project(folder, '', { include: all, exclude: [...apart, ...grouped], isolate: false })];
  const isolated =
    apart.length === 0
      ? []
      : [project(folder, '-alone', { include: apart, exclude: grouped, isolate: true })];
  return [
    ...shared,
    ...isolated,
    ...groups.map((group) =>
      project(folder, `-${group.name}`, { include: group.files, isolate: allApart }, group),
    ),
  ];
}
