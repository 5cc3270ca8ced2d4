/** What the compiled module exports: one interface a source file of `assembly/`. */
import type { ChannelGroupFunctions } from './functions/channel-groups.ts';
import type { ColumnFunctions } from './functions/columns.ts';
import type { SubmatrixFunctions } from './functions/submatrix.ts';
import type { ElementwiseFunctions } from './functions/elementwise.ts';
import type { GemmFunctions } from './functions/gemm.ts';
import type { LtcFunctions } from './functions/ltc.ts';
import type { MathArrayFunctions } from './functions/math-arrays.ts';
import type { SoftplusFunctions } from './functions/softplus.ts';
import type { PanelFunctions } from './functions/panels.ts';
import type { GluFunctions } from './functions/glu.ts';
import type { LayerNormFunctions } from './functions/layer-norm.ts';
import type { S4dConvolutionFunctions } from './functions/s4d-convolution.ts';
import type { S4dFunctions } from './functions/s4d.ts';
import type { LaneFunctions } from './functions/lanes.ts';
import type { GroupFunctions } from './functions/groups.ts';
import type { GroupListFunctions } from './functions/group-lists.ts';
import type { LstmGroupFunctions } from './functions/lstm-groups.ts';
import type { GruGroupFunctions } from './functions/gru-groups.ts';
import type { LstmFunctions } from './functions/lstm.ts';
import type { LstmLaneFunctions } from './functions/lstm-lanes.ts';
import type { GruFunctions } from './functions/gru.ts';
import type { GruLaneFunctions } from './functions/gru-lanes.ts';
import type { SequenceFunctions } from './functions/sequences.ts';
import type { TopKFunctions } from './functions/top-k.ts';
import type { EstimatorFunctions } from './functions/estimators.ts';
import type { ActiveListFunctions } from './functions/active-list.ts';
import type { DeltaFunctions } from './functions/delta.ts';
import type { AdamFunctions } from './functions/adam.ts';
import type { LossFunctions } from './functions/loss.ts';
import type { MovingAverageFunctions } from './functions/moving-average.ts';
import type { FiniteFunctions } from './functions/finite.ts';

/** Every kernel. Addresses are in bytes and say what lies there, see arena/pointer.ts; sizes are in numbers. */
export type KernelFunctions = ChannelGroupFunctions &
  ColumnFunctions &
  SubmatrixFunctions &
  ElementwiseFunctions &
  GemmFunctions &
  MathArrayFunctions &
  LtcFunctions &
  SoftplusFunctions &
  S4dFunctions &
  S4dConvolutionFunctions &
  PanelFunctions &
  GluFunctions &
  LayerNormFunctions &
  LaneFunctions &
  GroupFunctions &
  GroupListFunctions &
  LstmGroupFunctions &
  GruGroupFunctions &
  LstmFunctions &
  LstmLaneFunctions &
  GruFunctions &
  GruLaneFunctions &
  SequenceFunctions &
  TopKFunctions &
  EstimatorFunctions &
  ActiveListFunctions &
  DeltaFunctions &
  AdamFunctions &
  LossFunctions &
  MovingAverageFunctions &
  FiniteFunctions;
