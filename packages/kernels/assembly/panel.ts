/** The shape of a panel, see packing.ts. */

/** Columns of a panel. */
export const WIDTH: i32 = 16;
/** Bytes of a row of a panel. */
export const LINE: usize = 64;
