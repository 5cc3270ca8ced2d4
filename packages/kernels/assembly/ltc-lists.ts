/** Active lists of a sample. Address 0 stands for the list of all, in order. */

/** Address of the 4-byte number at an index. */
@inline
export function at(base: usize, index: i32): usize {
  return base + (<usize>index << 2);
}

/** Where a sample's part of a list begins; 0 where there is no list. */
@inline
export function listOf(list: usize, sample: i32, stride: i32): usize {
  return list == 0 ? 0 : at(list, sample * stride);
}

/** How many entries a sample's list has. */
@inline
export function countOf(list: usize, counts: usize, sample: i32, all: i32): i32 {
  return list == 0 ? all : load<i32>(at(counts, sample));
}

/** The index at a position of a list. */
@inline
export function indexAt(list: usize, position: i32): i32 {
  return list == 0 ? position : load<i32>(at(list, position));
}

/** The multiplier at a position of a list. */
@inline
export function multiplierAt(mask: usize, position: i32): f32 {
  return mask == 0 ? 1 : load<f32>(at(mask, position));
}

