/**
 * Products of active sub-matrices whose rows and columns come in groups of units, a multiple of 8:
 *
 *   forward          out[b][q] = bias[q] + sum_c W[q][c] u[b][c]     for the active groups q of sample b, over its active columns
 *   input gradient   du[b][c] = sum_q <W[q][c], da[b][q]>
 *   weight gradient  dW[q][c] += sum_b u[b][c] da[b][q],  dBias[q] += sum_b da[b][q]
 *
 * Panels: the gates of 8 units are one run of memory for each column, W [panel][column][gates][8], so that all arithmetic is
 * on neighbouring vectors, which V8 joins to 256 bits. A group is one or more panels; units behind the last are 0.
 *
 * What belongs to a group is kept only where it is active: list [batch][slots] has the ascending groups of each sample,
 * counts [batch] how many, and gates and values lie in the order of the lists. The products walk group after group, and
 * for each the samples that have it (entries, the lists turned around): so a panel is in the first-level cache while it
 * serves the batch, and the sums of a sample stay in registers over all of its columns.
 *
 * Every number of a sample has the same bits alone as in any batch: sums have one order, stated with each product.
 */
export * from './group-packing';
export * from './group-lists';
export * from './group-values';
export * from './group-forward';
export * from './group-input-gradient';
export * from './group-singles-gradient';
export * from './group-weight-gradient';
