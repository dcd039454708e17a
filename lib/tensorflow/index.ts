/** `tunebook/tensorflow`: networks whose hyperparameters are tuned. */
export { backend, type Backend, type BackendName } from "./backend.ts";
export {
  dataset,
  type Dataset,
  type DatasetOptions,
  type FrameLike,
  type Part,
  type Rows,
  type Split,
} from "./dataset.ts";
export { digits, type DigitsOptions } from "./digits.ts";
export { DivergedError, fit, type Epoch, type FitOptions, type FitResult } from "./fit.ts";
export type { DataFrame, DataFrame as Frame } from "../study/data-frame.ts";
export { digitsFrame, toFrame } from "./frame.ts";
export {
  ParameterError,
  type Activation,
  type MlpParams,
  type OptimizerKind,
  type OptimizerParam,
  type PenaltyKind,
  type PenaltyParam,
} from "./mlp-params.ts";
