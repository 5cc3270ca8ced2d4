/** Child process of a test: `load-digits.ts <cacheDir>` loads the digits once and prints how many it saw. */
import { readDigits } from '../src/sources/digits.ts';

const [, , cacheDir] = process.argv;
if (cacheDir === undefined) throw new Error('usage: load-digits.ts <cacheDir>');
console.log((await readDigits({ cacheDir })).count);
