/**
 * Rotation of square images about their centre, by bilinear interpolation.
 *
 *   source of the pixel at (x, y) = (x cos θ + y sin θ, −x sin θ + y cos θ)
 *
 * x to the right and y upwards, in pixels from the centre, which is between pixels if the side is even; θ > 0 turns
 * the picture counterclockwise. The value at a source is the mean of the four pixels around it, weighted by
 * closeness; pixels outside the image are `background`. Multiples of 90 degrees move pixels and change no value.
 */
import { cosPi } from '@dsrnn/portable';

/** Sources closer than this to a pixel are on it: cosines are not exact, and a quarter turn must be. */
const ON_PIXEL = 1e-9;

/** New images `[count, side, side]` from `images`, of the same size, turned by `degrees`. */
export function rotateSquares(
  images: Float32Array,
  side: number,
  degrees: number,
  background: number,
): Float32Array {
  const area = side * side;
  const { pixels, weights } = sources(side, degrees);
  const rotated = new Float32Array(images.length);
  for (let start = 0; start < images.length; start += area) {
    for (let k = 0; k < area; k++) {
      let value = 0;
      for (let corner = 4 * k; corner < 4 * k + 4; corner++) {
        const pixel = pixels[corner]!;
        value += weights[corner]! * (pixel < 0 ? background : images[start + pixel]!);
      }
      rotated[start + k] = value;
    }
  }
  return rotated;
}

/** For each pixel, four of the original with their weights, which sum to 1; −1 stands for a pixel outside. */
function sources(side: number, degrees: number): { pixels: Int32Array; weights: Float64Array } {
  const cos = cosPi(degrees / 180);
  const sin = cosPi(degrees / 180 - 0.5);
  const centre = (side - 1) / 2;
  const pixels = new Int32Array(4 * side * side);
  const weights = new Float64Array(4 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const x = column - centre;
      const y = centre - row;
      const fromColumn = onPixel(centre + x * cos + y * sin);
      const fromRow = onPixel(centre + x * sin - y * cos);
      const [left, top] = [Math.floor(fromColumn), Math.floor(fromRow)];
      const [right, down] = [fromColumn - left, fromRow - top];
      const corner = 4 * (row * side + column);
      pixels.set(
        [pixel(top, left), pixel(top, left + 1), pixel(top + 1, left), pixel(top + 1, left + 1)],
        corner,
      );
      weights.set([(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right], corner);
    }
  }
  return { pixels, weights };

  function pixel(row: number, column: number): number {
    const inside = row >= 0 && row < side && column >= 0 && column < side;
    return inside ? row * side + column : -1;
  }
}

function onPixel(place: number): number {
  const nearest = Math.round(place);
  return Math.abs(place - nearest) < ON_PIXEL ? nearest : place;
}
