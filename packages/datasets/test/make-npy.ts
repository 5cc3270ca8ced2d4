/** An .npy file, version 1.0, of a float64 matrix given as rows. */
export function makeNpy(rows: readonly (readonly number[])[]): Buffer {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows.length}, ${rows[0]?.length ?? 0}), }`;
  const padded = `${header.padEnd(117)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length, 0]);
  const data = Buffer.from(Float64Array.from(rows.flat()).buffer);
  return Buffer.concat([start, Buffer.from(padded, 'latin1'), data]);
}
