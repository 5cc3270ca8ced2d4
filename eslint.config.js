import tseslint from 'typescript-eslint';

/** Which package may import which: arrows point one way only. */
const layers = {
  portable: [],
  records: ['portable'],
  kernels: [],
  core: ['portable', 'kernels'],
  baselines: ['portable', 'core'],
  datasets: ['portable'],
  continual: ['portable', 'records', 'datasets'],
  probes: ['portable', 'records', 'core', 'datasets'],
  experiment: ['portable', 'records', 'core', 'baselines', 'continual', 'datasets', 'probes'],
  analysis: ['portable', 'records', 'continual'],
  bench: ['portable', 'kernels', 'core', 'baselines', 'continual', 'datasets', 'experiment'],
  cli: [
    'portable',
    'records',
    'core',
    'baselines',
    'continual',
    'datasets',
    'probes',
    'experiment',
    'analysis',
    'bench',
  ],
};

const tfjs = { group: ['@tensorflow/*'], message: 'Import tf from @dsrnn/core.' };

/** What a file of a package may not import: what points up or sideways, and `others`. Needs no project graph, unlike Nx's own rule. */
const imports = (name, ...others) => ({
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        tfjs,
        {
          // A package may offer parts apart from its index: `/testing`, or what only Node has.
          regex: `^@dsrnn/(?!(${[name, ...layers[name]].join('|')})(/[a-z-]+)?$)`,
          message: `@dsrnn/${name} may import only: ${layers[name].join(', ') || 'nothing of the workspace'}. Arrows point down.`,
        },
        { regex: '^\\.\\.?/.*packages/', message: 'Import a package by its name.' },
        ...others,
      ],
    },
  ],
});

/** One config a package: imports that point up or sideways are errors. */
const boundaries = Object.keys(layers).map((name) => ({
  files: [`packages/${name}/**/*.ts`],
  ignores: ['packages/core/src/tensor/tf.ts'],
  rules: imports(name),
}));

/** Tables and figures share no code across their folders; a test may compare what they say. */
const apart = [
  ['tables', 'figures'],
  ['figures', 'tables'],
].map(([own, other]) => ({
  files: [`packages/analysis/src/${own}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: imports('analysis', {
    regex: `^(\\.\\./)+${other}/`,
    message: `What ${own} and ${other} share stands in text/, summary/ or statistics/.`,
  }),
}));

/** A figure composes what others define. */
const lengths = [
  ['packages/analysis/src/figures/*.ts', 60],
  ['packages/analysis/src/figures/{vocabulary,panels,rendering}/*.ts', 120],
].map(([file, most]) => ({
  files: [file],
  ignores: ['**/*.test.ts'],
  rules: { 'max-lines': ['error', most] },
}));

export default tseslint.config(
  { ignores: ['**/node_modules', '**/assembly', '.nx', 'results', 'runs', 'build', 'scratch', 'coverage'] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['eslint.config.js', 'tools/*/*.mjs', 'packages/cli/bin/*.mjs'],
        },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess makes it the idiom of hot loops
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off', // an async method of an interface turns throws into rejections
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from a named stream of createRng.' },
      ],
    },
  },
  ...boundaries,
  ...apart,
  ...lengths,
  {
    // The engine decides the last bits of these: they stay off the path of a result.
    files: [
      'packages/{portable,records,core,baselines,datasets,probes,analysis}/src/**/*.ts',
      'packages/experiment/src/run/trainer/**/*.ts',
    ],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...[
          'random',
          'exp',
          'expm1',
          'log',
          'log2',
          'log10',
          'log1p',
          'sin',
          'cos',
          'tan',
          'tanh',
          'sinh',
          'cosh',
          'pow',
          'cbrt',
          'hypot',
          'atan',
          'atan2',
          'asin',
          'acos',
        ].map((property) => ({
          object: 'Math',
          property,
          message: 'Its last bits depend on the engine: use @dsrnn/portable.',
        })),
        { object: 'Date', property: 'now', message: 'No clock on the path of a result.' },
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
