// What the WebAssembly module offers. The caller owns its memory from `heapStart()` on, and grows it.

export {
  cholesky,
  invertTransposed,
  logDeterminant,
  solveRows,
  solveRowsBack,
  solveVector,
  solveVectorBack,
} from "./cholesky";
export { likelihoodGradient, predictionGradients, rowProducts } from "./gradients";
export { covariance, crossCovariance } from "./matern";

/** The first byte that is the caller's. */
export function heapStart(): usize {
  return __heap_base;
}
