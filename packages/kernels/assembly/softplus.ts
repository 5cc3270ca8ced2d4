/** ln(1 + e^x) and its gradient, in 64-bit precision: parameters pass through it once a training step. */
import { at } from './ltc-lists';

export function softplusInto(n: i32, x: usize, y: usize): void {
  for (let i = 0; i < n; i++) {
    const value = <f64>load<f32>(at(x, i));
    const positive = value > 0 ? value : 0;
    store<f32>(at(y, i), <f32>(positive + Math.log1p(Math.exp(-Math.abs(value)))));
  }
}

export function softplusBackward(n: i32, x: usize, dy: usize, dx: usize): void {
  for (let i = 0; i < n; i++) {
    const slope = 1 / (1 + Math.exp(-(<f64>load<f32>(at(x, i)))));
    store<f32>(at(dx, i), <f32>(<f64>load<f32>(at(dy, i)) * slope));
  }
}
