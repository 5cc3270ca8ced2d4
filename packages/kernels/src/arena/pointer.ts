/**
 * Addresses in kernel memory that say what lies there. They are numbers when the program runs; the rest is for the compiler,
 * which lets neither a plain number nor the address of something else pass for one.
 */
declare const contents: unique symbol;
declare const none: unique symbol;

/** What a block can hold. All are numbers of 4 bytes, but for what a kernel keeps in scratch. */
export interface Contents {
  /** float32, row after row: of parameters, states and sequences as their shapes say. */
  readonly floats: Float32Array;
  /** float32 in lanes, `[…][units][4]`: all gates of a unit side by side. */
  readonly lanes: Float32Array;
  /** float32 in panels, `[…][gates][8]`: a gate of eight units side by side. */
  readonly panels: Float32Array;
  /** float32 `[sources][targets][4]`: w, mu, sigma and E of a synapse side by side. */
  readonly synapses: Float32Array;
  /** A right-hand side of products, in the panels that `packB` and `packBT` write. */
  readonly packed: Float32Array;
  /** Kernels of convolutions as `s4dSpectrum` writes them. */
  readonly spectrum: Float32Array;
  /** int32, a list of ascending indices a sample. */
  readonly indices: Int32Array;
  /** int32, how many entries each sample's list has. */
  readonly counts: Int32Array;
  /** int32 `[groups + 1]`, where the samples of each group begin among entries. */
  readonly starts: Int32Array;
  /** int32 `[…][2]`, lists turned around: place and sample of each entry, group after group. */
  readonly entries: Int32Array;
  /** int32, a class a row. */
  readonly labels: Int32Array;
  /** What a kernel makes of it while it runs. */
  readonly scratch: ArrayBuffer;
}

/** The address of a block, or of a number within one, in bytes. */
export type Pointer<Of extends keyof Contents = keyof Contents> = number & { readonly [contents]: Of };

/** What lies as a view of this kind shows it. */
type ShownBy<View> = { [Of in keyof Contents]: Contents[Of] extends View ? Of : never }[keyof Contents];

/** Blocks of float32 numbers, in whatever order. */
export type FloatContents = ShownBy<Float32Array>;
/** Blocks of int32 numbers. */
export type IntegerContents = ShownBy<Int32Array>;

export type Floats = Pointer<'floats'>;
export type Lanes = Pointer<'lanes'>;
export type Panels = Pointer<'panels'>;
export type Synapses = Pointer<'synapses'>;
export type Packed = Pointer<'packed'>;
export type Spectrum = Pointer<'spectrum'>;
export type Indices = Pointer<'indices'>;
export type Counts = Pointer<'counts'>;
export type Starts = Pointer<'starts'>;
export type Entries = Pointer<'entries'>;
export type Labels = Pointer<'labels'>;
export type Scratch = Pointer<'scratch'>;

/**
 * In place of a pointer where a kernel allows it: an output that is not wanted, an input that there is not, a list that would
 * name all. Kernels know it by being 0.
 */
export type None = 0 & { readonly [none]: true };

/** Not wanted, not there, or all of them: each parameter that takes it says which. */
export const NONE = 0 as None;

/** Whether there is no pointer. */
export function isNone(pointer: Pointer | None): pointer is None {
  return pointer === (NONE as number);
}

/** The address `count` numbers of 4 bytes behind one, or before it where `count` is negative; none stays none. */
export function skipNumbers<Address extends Pointer | None>(pointer: Address, count: number): Address {
  return (isNone(pointer) ? NONE : pointer + 4 * count) as Address;
}

/** Index in `Kernels.f32` of the number at an address. */
export function f32Index(pointer: Pointer<FloatContents>): number {
  return pointer / 4;
}

/** Index in `Kernels.i32` of the number at an address. */
export function i32Index(pointer: Pointer<IntegerContents>): number {
  return pointer / 4;
}

/** A row of plain numbers taken four at a time, as if they were the gates of units: how a product on lanes serves any matrix. */
export function asLanes(pointer: Floats): Lanes {
  return pointer as number as Lanes;
}
