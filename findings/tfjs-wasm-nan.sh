#!/bin/sh
# TensorFlow.js 4.22.0: which ops lose NaN on the wasm backend.
#
# On cpu a NaN that goes into maximum, minimum, clipByValue or relu6 comes out as NaN. On wasm clipByValue and relu6 give the
# lower bound, and maximum and minimum the other operand if NaN is the second: without a word, so a model that is built on
# these hides that it has broken down. On both, topk takes NaN for the largest or the smallest, as the length has it;
# comparisons with NaN are false, as IEEE 754 says, so a choice by `greaterEqual` drops NaN; a sigmoid makes 1 of infinity.
# What passes both on, and leaves numbers as they are, is x + 0·x.
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

const ops = {
  'maximum(0, NaN)': (nan) => tf.maximum(0, nan),
  'maximum(NaN, 0)': (nan) => tf.maximum(nan, 0),
  'minimum(0, NaN)': (nan) => tf.minimum(0, nan),
  'minimum(NaN, 0)': (nan) => tf.minimum(nan, 0),
  'clipByValue(NaN, -2, 3)': (nan) => tf.clipByValue(nan, -2, 3),
  'relu(NaN)': (nan) => tf.relu(nan),
  'relu6(NaN)': (nan) => tf.relu6(nan),
  'max(NaN)': (nan) => tf.max(nan),
  'max(1 and NaN)': (nan) => tf.max(tf.concat([tf.tensor1d([1]), nan])),
  'topk(1 and NaN, 1)': (nan) => tf.topk(tf.concat([tf.tensor1d([1]), nan]), 1).values,
  'greaterEqual(NaN, 0)': (nan) => tf.greaterEqual(nan, 0),
  'less(NaN, 0)': (nan) => tf.less(nan, 0),
  'sigmoid(Infinity)': (nan) => tf.sigmoid(tf.fill(nan.shape, Infinity)),
  'mul(NaN, 0)': (nan) => tf.mul(nan, 0),
  'mul(Infinity, 0)': (nan) => tf.mul(tf.fill(nan.shape, Infinity), 0),
};
console.log(`tfjs ${tf.version.tfjs}`);
for (const [name, run] of Object.entries(ops)) {
  const seen = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    // One number, and as many as a vector instruction takes at once and more.
    const found = [1, 19].flatMap((n) => [...run(tf.fill([n], NaN)).dataSync()].map(String));
    seen.push(`${backend} ${[...new Set(found)].join(' or ')}`);
  }
  console.log(`${name}: ${seen.join(', ')}`);
}
SCRIPT
node look.mjs 2>/dev/null >seen.txt
cat >expected.txt <<'EXPECTED'
tfjs 4.22.0
maximum(0, NaN): cpu NaN, wasm 0
maximum(NaN, 0): cpu NaN, wasm NaN
minimum(0, NaN): cpu NaN, wasm 0
minimum(NaN, 0): cpu NaN, wasm NaN
clipByValue(NaN, -2, 3): cpu NaN, wasm -2
relu(NaN): cpu NaN, wasm NaN
relu6(NaN): cpu NaN, wasm 0
max(NaN): cpu NaN, wasm NaN
max(1 and NaN): cpu NaN, wasm NaN
topk(1 and NaN, 1): cpu 1 or NaN, wasm 1 or NaN
greaterEqual(NaN, 0): cpu 0, wasm 0
less(NaN, 0): cpu 0, wasm 0
sigmoid(Infinity): cpu 1, wasm 1
mul(NaN, 0): cpu NaN, wasm NaN
mul(Infinity, 0): cpu NaN, wasm NaN
EXPECTED
if diff expected.txt seen.txt; then
  cat seen.txt
  echo 'as it was seen'
else
  echo 'not as it was seen: lines with < were expected, lines with > are what it does now' >&2
  exit 1
fi
