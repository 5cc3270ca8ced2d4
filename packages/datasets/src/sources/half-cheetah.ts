/**
 * HalfCheetah traces: 25 rollouts of a running robot in the MuJoCo simulator, 1,000 steps of 17 observations each.
 *
 * A pre-trained controller ran in the Gym task HalfCheetah-v2, with 5 % of its actions replaced by random ones. The
 * numbers are positions and velocities in the units of that task: 8 of about 0.1 and 9 of up to 25. They are files of the
 * authors' repository, `experiments_with_ltcs/data/cheetah/trace_NNNN.npy` at the commit below: float64 matrices
 * that the cache keeps as they are. The repository has six more, 0025 to 0030, that the authors' script never reads.
 */
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { parseNpyMatrix } from '../formats/npy.ts';
import { downloadOrigin, plainFile } from './download-origin.ts';
import { readSource } from './read-source.ts';
import type { Source, SourceFile } from './source.ts';

/** Steps of a rollout, and observations a step. */
export const CHEETAH = { steps: 1000, observations: 17 };

const COMMIT = '4a8a4fa22a91c4067b6944a264819ff30a4aae9d';

/** SHA-256 of trace 0, 1, 2, … */
const TRACES = [
  'c043e141c6dd99e9b41ac7a9d4bc741b0991cff6a769954517e9c204ce3c7ccc',
  'f231fe66284b535c745f9f44a595aac2f740b988171d3db3201597e821c6c5d3',
  '7ff8a0c8974247187717417f6a163023b739c3a22a374894becff1723ce67f68',
  '28109a8f9eae1ec0246aca4f5bfa10ebf21e9f86e62e448b9f8b66f345091680',
  'b478f21d00868db66d6aef8a14ed69f6214120870cc1491dec85a3f74aeb46eb',
  '45e6288f3d5ba610b98aea300c117b032c6585144eb55e7f7fb67178d71eb4d6',
  'ab93f0d3b9e0c5f1a7886a089e76d5ff99f955ad0671f23d98351d05fecf4913',
  'e29bc1ffee113f760b3efd33831dea0485626e2deddc1ee7a81baf30344aeaaa',
  'c7028a2301720e65a31f608d362c03f811aca977ebb0f3ee0d6985bc4f6f1c2c',
  '937afdd66e3c6487a48b1d04c2f2120ba24be563296f5bfaa8bef741083c7b7c',
  '625dbb7c7f8451816799b3dcd47d20ace4a82019e52d467e7a985422551be890',
  'd230f2c43a84462fda2f5af28480f7a2b7945f032731587fca896229dc3b02dc',
  'feef3754c2c547fdd7cfd697323eea81b212c854bfd3029f04048e277b9399c1',
  '53e9e0d128f9e21def2ee015bc41c40184b22df5928d05f5a978687d3696c76d',
  'f022f778ad332f8c6986709ca27dd18823130bb3a7f71f646c8a5ccdc483acda',
  'bcb9e34a17317e31f22ef71d82aa180c282ab08b81a21bfcfefb827dabbd8ee8',
  '7d22f86d205728c7c106d43c97cfc4038621700bc88bf4081855e1c01b2c9229',
  '403d52608b364089a4c8d48cc89758eacdb89b572ef6ca0c0829a4cf40fb063c',
  '6d8322ec8351fb68ec11e4173ed23c4c247c23faa4e66be6cfa3dbeec0717e5a',
  '7354afb2041a1af8117f0c2dca36f57cd489d6bb77f939bc81d134409836b358',
  '9d22d9138c0fd51eaa8271e484ce0a5b3c3f8ef592f5c91cf55933af4091e4d2',
  '363b31828ed262556cb987dc7ad470c8c039e6ca492a92e9139d4ab5422924d1',
  '27f624129fdeca0c4fa40499cb48ba5321d2bfd9b4effd0de189124de9fb7a5f',
  '680f5675eed8d8cc62ca9fcba2fe0f23a2acbad51019b7bb0d3954dc6e607e9b',
  'ae98a98829f61ec23260818743e7f659601641c459a4a797a8df86e235ec4b85',
];

const files = TRACES.map((sha256, i): SourceFile => ({
  name: `trace_${String(i).padStart(4, '0')}.npy`,
  bytes: 136_128,
  sha256,
}));

/** Registry entry of the HalfCheetah traces. */
export const halfCheetahSource: Source = {
  id: 'half-cheetah',
  title: 'HalfCheetah traces (LTC repository)',
  licence: 'Apache-2.0, R. Hasani and M. Lechner',
  citation:
    'R. Hasani, M. Lechner, A. Amini, D. Rus, R. Grosu (2021). Liquid time-constant networks. AAAI 2021, arXiv:2006.04439.',
  examples: 25 * 97,
  time: 32,
  features: CHEETAH.observations,
  classes: 0,
  splitRule: "the authors': rollouts 15 to 24 training, 0 to 4 validation, 5 to 14 test",
  files,
  origins: [
    downloadOrigin(
      [
        `https://raw.githubusercontent.com/raminmh/liquid_time_constant_networks/${COMMIT}/experiments_with_ltcs/data/cheetah`,
      ],
      plainFile,
    ),
  ],
  howToGet: 'run `dsrnn data fetch half-cheetah` (downloads 3.4 MB)',
};

/** The 25 rollouts in order, each `[steps, observations]` in float32. Throws DatasetError if they cannot be had. */
export async function readHalfCheetah(access: DataAccess): Promise<readonly Float32Array[]> {
  const contents = await readSource(halfCheetahSource, access);
  return [...contents].map(([file, bytes]) => parseTrace(file, bytes));
}

/** One rollout. Throws DatasetError if it is not a matrix of 1,000 x 17. */
export function parseTrace(file: string, bytes: Uint8Array): Float32Array {
  const { rows, columns, data } = parseNpyMatrix(file, bytes);
  if (rows !== CHEETAH.steps || columns !== CHEETAH.observations) {
    const expected = `${CHEETAH.steps} x ${CHEETAH.observations}`;
    throw new DatasetError(file, `expected a matrix of ${expected}, found ${rows} x ${columns}`);
  }
  return Float32Array.from(data);
}
