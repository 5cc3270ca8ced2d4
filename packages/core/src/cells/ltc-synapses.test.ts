import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradientsOf, largestDifference, numbersOf, weightedSum } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { asParameters, disposeParameters, uniform, type Parameters } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { prepareSynapses, receive, type Received } from './ltc-synapses.ts';

const [BATCH, SOURCES, TARGETS] = [3, 4, 2];

/** Synapses of both signs and the potentials `u` of their sources. Caller owns them. */
function draw() {
  const rng = createRng(8);
  const matrix = (name: string): tf.Tensor2D => uniform([SOURCES, TARGETS], 1, rng.fork(name));
  return asParameters({
    w: matrix('w'),
    mu: matrix('mu'),
    sigma: tf.tidy(() => tf.add<tf.Tensor2D>(tf.mul(matrix('sigma'), 2), 4)),
    erev: matrix('erev'),
    u: uniform([BATCH, SOURCES], 1, rng.fork('u')),
  });
}

type Drawn = ReturnType<typeof draw>;

/** The same sums by broadcasting, differentiated by tfjs. */
function plainly(p: Drawn, mask: tf.Tensor2D | null): Received {
  const open = tf.sigmoid(tf.mul(p.sigma, tf.sub(tf.expandDims(p.u, 2), p.mu)));
  const s = tf.mul(tf.mul(open, tf.abs(p.w)), tf.expandDims(mask ?? tf.ones([1, SOURCES]), 2));
  return { current: tf.sum(tf.mul(s, p.erev), 1), conductance: tf.sum(s, 1) };
}

function prepared(p: Drawn, mask: tf.Tensor2D | null): Received {
  return receive(p.u, mask, prepareSynapses(p));
}

describe('synapses', () => {
  beforeAll(() => useBackend('wasm', 'reference'));

  const masks = {
    'all active': (): null => null,
    'one mask for the batch': () => tf.tensor2d([[1, 0, 1, 1]]),
    'a mask a sample': () =>
      tf.tensor2d([
        [1, 0, 1, 1],
        [0, 1, 1, 0],
        [0, 0, 0, 0],
      ]),
  };

  it.each(Object.entries(masks))('give the sums and gradients that tfjs derives, %s', (_, given) => {
    const drawn = draw();
    const values = given();
    const mask = values === null ? null : tf.variable(values);
    const parameters: Parameters = mask === null ? drawn : { ...drawn, mask };
    const results = [prepared, plainly].map((how) => {
      const run = (): Received => how(drawn, mask);
      const loss = (): tf.Scalar => weightedSum(Object.values(run()));
      const sums = tf.tidy(() => Object.values(run()).flatMap(numbersOf));
      return { sums, gradients: gradientsOf(parameters, loss) };
    });
    const [ours, theirs] = results as [(typeof results)[0], (typeof results)[0]];
    expect(largestDifference(ours.sums, theirs.sums)).toBeLessThan(1e-6);
    for (const [name, expected] of Object.entries(theirs.gradients)) {
      expect(Math.max(...expected.map(Math.abs)), name).toBeGreaterThan(1e-2);
      expect(largestDifference(ours.gradients[name] as number[], expected), name).toBeLessThan(1e-6);
    }
    disposeParameters(parameters);
  });

  it('give nothing where no source is active', () => {
    const parameters = draw();
    const sums = tf.tidy(() => {
      const { current, conductance } = prepared(parameters, tf.zeros([1, SOURCES]));
      return [numbersOf(current), numbersOf(conductance)];
    });
    const none = Array(BATCH * TARGETS).fill(0);
    expect(sums.map((numbers) => numbers.map(Math.abs))).toEqual([none, none]);
    disposeParameters(parameters);
  });

  it('are as strong as |w|, half open where the potential equals mu', () => {
    const [current, conductance] = tf.tidy(() => {
      const parameters = {
        w: tf.tensor2d([[-3], [1]]),
        mu: tf.tensor2d([[0.5], [0.2]]),
        sigma: tf.tensor2d([[5], [7]]),
        erev: tf.tensor2d([[1], [-1]]),
      };
      const received = receive(tf.tensor2d([[0.5, 0.2]]), null, prepareSynapses(parameters));
      return [numbersOf(received.current)[0], numbersOf(received.conductance)[0]];
    });
    expect(current).toBeCloseTo(1.5 - 0.5, 6);
    expect(conductance).toBeCloseTo(1.5 + 0.5, 6);
  });
});
