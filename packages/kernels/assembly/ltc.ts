/**
 * The liquid time-constant cell (Hasani et al. 2021), one unfold of its fused semi-implicit solver in two kernels: the
 * synapses sum their conductances per target unit, the solve moves the voltages.
 *
 *   s_ji = w_ji q_ji,  q_ji = sigmoid(sigma_ji (v_j - mu_ji))
 *   num_i = sum_j m_j s_ji E_ji,  den_i = sum_j m_j s_ji
 *   v_i <- (cmt_i v_i + gl_i vl_i + num_i + numIn_i) / (cmt_i + gl_i + den_i + denIn_i + 1e-8)
 */
export * from './ltc-synapses';
export * from './ltc-synapses-backward';
export * from './ltc-solve';
