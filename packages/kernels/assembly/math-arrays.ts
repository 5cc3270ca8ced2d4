/** exp, sigmoid, tanh and log over arrays; x and y may be the same. */
import { expV, logV, sigmoidV, tanhV } from './math';
import { storeLanes } from './partial-store';

/** y = e^x over n numbers. */
export function expInto(n: i32, x: usize, y: usize): void {
  if (n <= 0) return;
  do {
    storeLanes(y, expV(v128.load(x)), n);
    x += 16;
    y += 16;
    n -= 4;
  } while (n > 0);
}

/** y = 1 / (1 + e^-x) over n numbers. */
export function sigmoidInto(n: i32, x: usize, y: usize): void {
  if (n <= 0) return;
  do {
    storeLanes(y, sigmoidV(v128.load(x)), n);
    x += 16;
    y += 16;
    n -= 4;
  } while (n > 0);
}

/** y = tanh x over n numbers. */
export function tanhInto(n: i32, x: usize, y: usize): void {
  if (n <= 0) return;
  do {
    storeLanes(y, tanhV(v128.load(x)), n);
    x += 16;
    y += 16;
    n -= 4;
  } while (n > 0);
}

/** y = ln x over n numbers. */
export function logInto(n: i32, x: usize, y: usize): void {
  if (n <= 0) return;
  do {
    storeLanes(y, logV(v128.load(x)), n);
    x += 16;
    y += 16;
    n -= 4;
  } while (n > 0);
}
