/** Stands for a package that a group of tests does without, see `without` in test-groups.mjs. */
throw new Error(
  'a test loads a package that its group runs without, so that a change there does not reach the group: ' +
    'in tools/nx-packages/test-groups.mjs take the test off the files of the group, or the package off `without`',
);
