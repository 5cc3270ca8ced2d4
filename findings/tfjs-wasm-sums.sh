#!/bin/sh
# TensorFlow.js 4.22.0: in which order matMul adds.
#
# Guessed: the wasm backend (XNNPACK, vectors, tiles) keeps several partial sums for an element and adds them in the end, as
# optimised products mostly do, so its bits follow no simple loop; and a transposed operand changes nothing but how it is read.
# Seen: on wasm every element of a plain product is one running sum in float32, from 0 upward in k, product and sum rounded
# one by one: a loop with Math.fround gives every bit, whatever the shape. But matMul(A', B, true) and matMul(A, B', false, true)
# of the same numbers take another way and give other bits, so transposing first is not the same. On cpu no form is that loop.
# Whoever writes a kernel of his own can have the bits of the wasm backend, where nothing is transposed in the call.
#
# Prints a table and fails if a line differs from what was seen when this was written. Needs Node 20 or later and npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat >look.mjs <<'SCRIPT'
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');

let state = 1;
const number = () => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1;
const matrix = (rows, columns) => Float32Array.from({ length: rows * columns }, number);
const transposed = (values, rows, columns) =>
  Float32Array.from({ length: rows * columns }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);

function running(m, k, n, a, b) {
  const out = new Float32Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let q = 0; q < k; q++) sum = Math.fround(sum + Math.fround(a[i * k + q] * b[q * n + j]));
      out[i * n + j] = sum;
    }
  return out;
}

console.log(`tfjs ${tf.version.tfjs}`);
for (const backend of ['wasm', 'cpu']) {
  await tf.setBackend(backend);
  for (const [name, tA, tB] of [['A B', false, false], ["A' B", true, false], ["A B'", false, true]]) {
    let [equal, shapes] = [0, 0];
    for (const m of [1, 2, 5, 17, 64])
      for (const k of [1, 3, 8, 65, 300])
        for (const n of [1, 4, 7, 16, 33]) {
          const [a, b] = [matrix(m, k), matrix(k, n)];
          const A = tA ? tf.tensor2d(transposed(a, m, k), [k, m]) : tf.tensor2d(a, [m, k]);
          const B = tB ? tf.tensor2d(transposed(b, k, n), [n, k]) : tf.tensor2d(b, [k, n]);
          const found = tf.matMul(A, B, tA, tB).dataSync();
          shapes += 1;
          if (running(m, k, n, a, b).every((value, i) => Object.is(value, found[i]))) equal += 1;
        }
    console.log(`${backend}, ${name}: ${equal === shapes ? 'a running float32 sum' : 'other bits'}`);
  }
}
SCRIPT
node look.mjs 2>/dev/null >seen.txt
cat >expected.txt <<'EXPECTED'
tfjs 4.22.0
wasm, A B: a running float32 sum
wasm, A' B: other bits
wasm, A B': other bits
cpu, A B: other bits
cpu, A' B: other bits
cpu, A B': other bits
EXPECTED
if diff expected.txt seen.txt; then
  cat seen.txt
  echo 'as it was seen'
else
  echo 'not as it was seen: lines with < were expected, lines with > are what it does now' >&2
  exit 1
fi
