import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numbersOf, tensorsLeftBy } from '../../test/toys.ts';
import { tf } from '../tensor/tf.ts';
import { useBackend } from './backend.ts';
import { activeKernels, type Kernels } from './engine.ts';
import { readBack } from './read-back.ts';
import { reside, residentAt } from './resident.ts';

let kernels: Kernels;
let variable: tf.Variable;
beforeEach(async () => {
  await useBackend('wasm');
  kernels = activeKernels()!;
  variable = tf.tidy(() => tf.variable(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])));
});
afterEach(() => {
  variable.dispose();
  expect(kernels.arena.inUse).toBe(0);
});

/** Numbers that a kernel would write. */
const change = (at: Parameters<Kernels['write']>[0], values: number[]): void => kernels.write(at, values);

describe('a variable in kernel memory', () => {
  it.each<[string, (v: tf.Variable) => number[] | Promise<number[]>]>([
    ['dataSync', (v) => numbersOf(v)],
    ['data', async (v) => [...(await v.data())]],
    ['readBack', async (v) => [...(await readBack(v))]],
    ['an operation', (v) => tf.tidy(() => numbersOf(tf.add(v, 0)))],
    ['a clone', (v) => tf.tidy(() => numbersOf(tf.clone(v)))],
    ['a reshaped one', (v) => tf.tidy(() => numbersOf(tf.reshape(v, [6])))],
    ['a gradient', (v) => tf.tidy(() => numbersOf(tf.grad((x) => tf.square(tf.mul(x, v)))(tf.onesLike(v))))],
  ])('shows what kernels left there to %s, every time', async (how, look) => {
    const residence = reside(kernels, [variable]);
    const shown = (values: number[]): number[] =>
      how === 'a gradient' ? values.map((x) => 2 * x * x) : values;
    expect(await look(variable)).toEqual(shown([1, 2, 3, 4, 5, 6]));
    for (const values of [
      [6, 5, 4, 3, 2, 1],
      [0, 0, 7, 0, 0, 8],
    ]) {
      change(residence.at(variable), values);
      residence.changed(variable);
      expect(await look(variable)).toEqual(shown(values));
      expect(await look(variable)).toEqual(shown(values));
    }
    residence.leave();
  });

  it('is read by kernels as it was last assigned', () => {
    const residence = reside(kernels, [variable]);
    change(residence.at(variable), [9, 9, 9, 9, 9, 9]);
    residence.changed(variable);
    tf.tidy(() => variable.assign(tf.add(variable, 1)));
    expect([...kernels.read(residence.at(variable), 6)]).toEqual([10, 10, 10, 10, 10, 10]);
    expect(residentAt(kernels, variable)).toBe(residence.at(variable));
    residence.leave();
    expect(numbersOf(variable)).toEqual([10, 10, 10, 10, 10, 10]);
  });

  it('does not change what was made of it before', () => {
    const residence = reside(kernels, [variable]);
    const before = [tf.clone(variable), tf.reshape(variable, [6])];
    change(residence.at(variable), [0, 0, 0, 0, 0, 0]);
    residence.changed(variable);
    expect(numbersOf(variable)).toEqual([0, 0, 0, 0, 0, 0]);
    for (const tensor of before) expect(numbersOf(tensor)).toEqual([1, 2, 3, 4, 5, 6]);
    tf.dispose(before);
    residence.leave();
  });

  it('leaves with its numbers when the last of its holders lets go, and is an ordinary one then', () => {
    const [a, b] = [reside(kernels, [variable]), reside(kernels, [variable])];
    expect(a.at(variable)).toBe(b.at(variable));
    change(a.at(variable), [1, 1, 1, 1, 1, 1]);
    a.changed(variable);
    a.leave();
    expect(residentAt(kernels, variable)).not.toBeNull();
    b.leave();
    b.leave();
    expect(residentAt(kernels, variable)).toBeNull();
    expect(Object.getOwnPropertyDescriptor(variable, 'dataId')).toMatchObject({ writable: true });
    expect(numbersOf(variable)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(() => a.at(variable)).toThrow(/is not in kernel memory.*choose it before training/);
  });

  it('comes home when memory is taken back, because an engine is chosen', async () => {
    const residence = reside(kernels, [variable]);
    change(residence.at(variable), [3, 1, 4, 1, 5, 9]);
    residence.changed(variable);
    await useBackend('wasm', 'reference');
    expect(numbersOf(variable)).toEqual([3, 1, 4, 1, 5, 9]);
    expect(() => residence.at(variable)).toThrow(/is not in kernel memory/);
    residence.leave();
    await useBackend('wasm');
  });

  it('may be disposed of before its holder lets go, and leaves no tensor behind', () => {
    const left = tensorsLeftBy(() => {
      const other = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
      const residence = reside(kernels, [other]);
      change(residence.at(other), [5, 6]);
      residence.changed(other);
      numbersOf(other);
      change(residence.at(other), [7, 8]);
      residence.changed(other);
      other.dispose();
      residence.leave();
    });
    expect(left).toBe(0);
  });
});

it('a tensor that is no resident variable has no place in kernel memory', () => {
  expect(residentAt(kernels, variable)).toBeNull();
});
