/** What each package has of tests: the projects of vitest, and which of them a target of Nx runs. */
import { alone, testGroups } from './test-groups.mjs';

const all = ['src/**/*.test.ts', 'test/**/*.test.ts'];
/** Stands for all tests of a folder, its groups too. */
const everything = '**/*.test.ts';

/** A project of vitest: `target` is the target of Nx that runs it. */
function project(folder, target, suffix, settings) {
  return { folder, target, name: `${folder.split('/').at(-1)}${suffix}`, exclude: [], ...settings };
}

/** The projects of a folder. Together they have each of its test files once. */
export function testProjects(folder) {
  const groups = testGroups.filter((group) => group.folder === folder);
  const apart = alone[folder] ?? [];
  const grouped = groups.flatMap(({ files }) => files);
  const allApart = apart.includes(everything);
  const shared = allApart
    ? []
    : [project(folder, 'test', '', { include: all, exclude: [...apart, ...grouped], isolate: false })];
  const isolated =
    apart.length === 0
      ? []
      : [project(folder, 'test', '-alone', { include: apart, exclude: grouped, isolate: true })];
  return [
    ...shared,
    ...isolated,
    ...groups.map(({ target, files }) =>
      project(folder, target, target.replace('test', ''), { include: files, isolate: allApart }),
    ),
  ];
}
