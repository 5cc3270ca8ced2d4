/**
 * SHA-256 (FIPS 180-4), for the kernels to recognise themselves.
 *
 * Our own, because `crypto.subtle` is missing in browsers on pages that did not come over HTTPS.
 */

const ROUNDS = 64;
const BLOCK_BYTES = 64;

/** The first 32 bits behind the point of the roots of the first primes, as the standard defines its constants. */
const primes = firstPrimes(ROUNDS);
const roundConstants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const initialHash = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/** SHA-256 of `bytes`, 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  const padded = new DataView(new ArrayBuffer(BLOCK_BYTES * Math.ceil((bytes.length + 9) / BLOCK_BYTES)));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setBigUint64(padded.byteLength - 8, 8n * BigInt(bytes.length));
  const hash = initialHash.slice();
  const words = new Int32Array(ROUNDS);
  for (let from = 0; from < padded.byteLength; from += BLOCK_BYTES) {
    for (let i = 0; i < 16; i++) words[i] = padded.getInt32(from + 4 * i);
    digestBlock(words, hash);
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Takes a block into `hash`; `words` holds its 16 words and room for the rest of the schedule. */
function digestBlock(words: Int32Array, hash: Int32Array): void {
  const word = (i: number): number => words[i] as number;
  for (let i = 16; i < ROUNDS; i++) {
    const [near, far] = [word(i - 2), word(i - 15)];
    const small0 = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
    const small1 = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
    words[i] = word(i - 16) + small0 + word(i - 7) + small1;
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]; // prettier-ignore
  for (let i = 0; i < ROUNDS; i++) {
    const big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = h + big1 + choice + (roundConstants[i] as number) + word(i);
    const big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + big0 + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => (hash[i] = (hash[i] as number) + value));
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
