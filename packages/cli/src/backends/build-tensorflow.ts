/**
 * Builds the native part of tfjs-node where only package registries can be reached: TensorFlow's C library and headers
 * come from a Python package, the sources of the binding from the npm package, which are compiled as it would itself.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, runStep } from './run-step.ts';

/** The smallest Python package that has the library as a file of its own. Any Python 3 with pip can fetch it. */
const wheel = {
  name: 'tensorflow-cpu',
  version: '2.13.1',
  python: '3.11',
  abi: 'cp311',
  platforms: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
  sha256: '87be6e61314b2c0fa062f71e26e41d6a17e162ffe4da72c820fe8f1fc94d97fe',
} as const;

/** In link order. */
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** The highest version of Node-API that tfjs-node 4.22.0 names: where it looks for the binding. */
const NAPI_VERSION = 8;

const compiler = 'g++';

/** Builds into the packages that are installed in `folder`. Throws SetupError. */
export async function buildTensorFlow(folder: string): Promise<void> {
  expectTools();
  const tfjsNode = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
  await fetchLibrary(folder, join(tfjsNode, 'deps'));
  await compileBinding(tfjsNode, join(folder, 'node_modules', 'node-api-headers', 'include'));
}

/** Names everything that is missing at once. */
function expectTools(): void {
  // Types of Node 20 lack the property; without it the report looks up names of hosts.
  const report = process.report as typeof process.report & { excludeNetwork: boolean };
  report.excludeNetwork = true;
  const { header } = report.getReport() as unknown as { readonly header: Record<string, unknown> };
  if (process.platform !== 'linux' || process.arch !== 'x64' || header['glibcVersionRuntime'] === undefined) {
    throw new SetupError(
      'TensorFlow',
      `it can be built only on linux x64 with glibc, and this is ${process.platform} ${process.arch}`,
      'use another backend, or a network that reaches the server of the download',
    );
  }
  const tools = [
    ['python3', ['-m', 'pip', '--version'], 'python3 with pip (Debian: python3-pip)'],
    [compiler, ['--version'], 'a C++ compiler (Debian: g++)'],
  ] as const;
  const missing = tools
    .filter(([tool, args]) => spawnSync(tool, args).status !== 0)
    .map(([, , name]) => name);
  if (missing.length > 0) {
    throw new SetupError(
      'TensorFlow',
      `building it needs ${missing.join(' and ')}`,
      'install what is missing',
    );
  }
}

/** Lays the library, its headers and the licences of what is in it where the package expects them. */
async function fetchLibrary(folder: string, deps: string): Promise<void> {
  const download = join(folder, 'node_modules', '.wheel');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(download, { recursive: true });
  // From a requirements file pip takes only the file with this hash.
  const requirements = join(download, 'requirements.txt');
  writeFileSync(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const which = ['--no-deps', '--only-binary=:all:', '--implementation', 'cp', '--abi', wheel.abi];
  which.push('--python-version', wheel.python, ...wheel.platforms.flatMap((name) => ['--platform', name]));
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check'];
  await runStep(
    'TensorFlow',
    'python3',
    [...pip, ...which, '--dest', download, '--requirement', requirements],
    {
      cwd: download,
      remedy: 'check that pip reaches its package index; where a hash differs, do not go on',
    },
  );
  const file = readdirSync(download).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new SetupError('TensorFlow', 'pip left no file', 'run this again');
  await runStep('TensorFlow', 'python3', ['-c', UNPACK, join(download, file), deps], {
    cwd: download,
    remedy: 'see that the disk has 1 GB free, and run this again',
  });
  rmSync(download, { recursive: true });
  const expected = [
    ...libraries.map((name) => join('lib', name)),
    join('include', 'tensorflow', 'c', 'c_api.h'),
  ];
  const absent = expected.filter((name) => !existsSync(join(deps, name)));
  if (absent.length > 0)
    throw new SetupError('TensorFlow', `${file} lacks ${absent.join(', ')}`, 'run this again');
}

/** Python, since pip needs it anyway: the libraries, the C headers with what they include, the licences. */
const UNPACK = `
import os, re, sys, zipfile
wheel, out = sys.argv[1:3]
wanted = [
    (r'tensorflow/(libtensorflow_(?:cc|framework)\\.so\\.2)', r'lib/\\1'),
    (r'tensorflow/include/(tensorflow/(?:c|core/platform|tsl/c|tsl/platform)/.+\\.h)', r'include/\\1'),
    (r'tensorflow/include/(?:external|third_party)/(.+/(?:LICENSE|COPYING)[^/]*)', r'licenses/\\1'),
    (r'[^/]+\\.dist-info/LICENSE', 'licenses/tensorflow/LICENSE'),
]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        for pattern, path in wanted:
            match = re.fullmatch(pattern, name)
            if match:
                target = os.path.join(out, match.expand(path))
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with archive.open(name) as source, open(target, 'wb') as sink:
                    while chunk := source.read(1 << 24):
                        sink.write(chunk)
`;

/** As the package's own build for Linux does, without node-gyp. */
async function compileBinding(tfjsNode: string, headers: string): Promise<void> {
  const lib = join('lib', `napi-v${NAPI_VERSION}`);
  const partial = join(lib, 'tfjs_binding.partial');
  mkdirSync(join(tfjsNode, lib), { recursive: true });
  const args = ['-std=gnu++17', '-O3', '-fPIC', '-shared', '-pthread', '-fno-rtti', '-fno-exceptions'];
  args.push(`-DNAPI_VERSION=${NAPI_VERSION}`, '-DBUILDING_NODE_EXTENSION', '-Ideps/include', `-I${headers}`);
  args.push(...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join('binding', file)), '-o', partial);
  // By file name: the package links -ltensorflow, and this library has another name.
  args.push('-Ldeps/lib', ...libraries.map((file) => `-l:${file}`), '-Wl,-rpath,$ORIGIN/../../deps/lib');
  await runStep('TensorFlow', compiler, args, {
    cwd: tfjsNode,
    remedy: 'read the first error of the compiler; g++ 8 or later is needed',
  });
  renameSync(join(tfjsNode, partial), join(tfjsNode, lib, 'tfjs_binding.node'));
}
