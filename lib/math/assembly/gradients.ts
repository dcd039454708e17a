// Gradients of the likelihood and of predictions in panels. Layout: panels.ts; kernel: matern.ts.

import { squaredDifferences } from "./matern";
import { entry, lowerPanel, multiplyPanels, rowPanel, upperPanel } from "./panels";

/**
 * ∂ ln N(y; 0, K) by the logarithm of each coordinate's lengthscale, ½ Σ_ij (α_i α_j − K⁻¹_ij) h_ij δ²,
 * into out[0 … size − 1], and Σ_i (α_i² − K⁻¹_ii) given back.
 *
 * K⁻¹ = L⁻ᵀ L⁻¹ is built tile by tile from `upper` = L⁻ᵀ and used at once.
 *
 * @param tile scratch, 128 bytes
 */
export function likelihoodGradient(
  upper: usize,
  slopes: usize,
  points: usize,
  n: i32,
  size: i32,
  metric: i32,
  weights: usize,
  alpha: usize,
  out: usize,
  groups: i32,
  tile: usize,
): f64 {
  memory.fill(out, 0, (<usize>size) << 3);
  const stride = (<usize>size) << 5;
  let trace = 0.0;
  // Four left panels share each right one.
  for (let first = 0; first < groups; first += 4) {
    const end = min(first + 4, groups);
    for (let j = 0; j < end; j++) {
      const right = upperPanel(upper, j, groups);
      const b = points + (<usize>j) * stride;
      for (let i = max(first, j); i < end; i++) {
        multiplyPanels(upperPanel(upper, i, groups), right, tile, i << 2, groups << 2, false);
        const own = alpha + ((<usize>i) << 5);
        if (i == j) {
          for (let r = 0; r < min(4, n - (i << 2)); r++) {
            const weight = load<f64>(own + ((<usize>r) << 3));
            trace += weight * weight - entry(tile, r, r);
          }
        }
        const a0 = v128.load(own);
        const a1 = v128.load(own, 16);
        const share = f64x2.splat(i == j ? 0.5 : 1);
        const slope = lowerPanel(slopes, i) + ((<usize>j) << 7);
        for (let c: usize = 0; c < 4; c++) {
          const s = v128.load64_splat(alpha + ((<usize>j) << 5) + (c << 3));
          const p = tile + (c << 5);
          const q = slope + (c << 5);
          const u = f64x2.mul(f64x2.sub(f64x2.mul(a0, s), v128.load(p)), v128.load(q));
          const v = f64x2.mul(f64x2.sub(f64x2.mul(a1, s), v128.load(p, 16)), v128.load(q, 16));
          v128.store(p, f64x2.mul(u, share));
          v128.store(p, f64x2.mul(v, share), 16);
        }
        squaredDifferences(points + (<usize>i) * stride, b, size, metric, weights, tile, out);
      }
    }
  }
  return trace;
}

/** For each row of `count` groups: its product with `vector` (unless 0) and its squared length. */
export function rowProducts(
  rows: usize,
  vector: usize,
  groups: i32,
  count: i32,
  products: usize,
  squares: usize,
): void {
  for (let i = 0; i < count; i++) {
    let p = rowPanel(rows, i, groups);
    const end = rowPanel(rows, i + 1, groups);
    const offset = (<usize>i) << 5;
    let v = vector;
    let a = f64x2.splat(0);
    let b = a;
    if (vector) {
      for (; p < end; p += 32) {
        const s = v128.load64_splat(v);
        a = f64x2.add(a, f64x2.mul(v128.load(p), s));
        b = f64x2.add(b, f64x2.mul(v128.load(p, 16), s));
        v += 8;
      }
      v128.store(products + offset, a);
      v128.store(products + offset, b, 16);
    } else {
      for (; p < end; p += 32) {
        const x = v128.load(p);
        const y = v128.load(p, 16);
        a = f64x2.add(a, f64x2.mul(x, x));
        b = f64x2.add(b, f64x2.mul(y, y));
      }
      v128.store(squares + offset, a);
      v128.store(squares + offset, b, 16);
    }
  }
}

/**
 * Gradients of mean and variance by the coordinates over their lengthscales, laid out as points:
 * −Σ_i h_i α_i (x − x_i) and 2 Σ_i h_i w_i (x − x_i), with w = K⁻¹k as `weights`.
 */
export function predictionGradients(
  fresh: usize,
  count: i32,
  points: usize,
  n: i32,
  size: i32,
  metric: i32,
  slopes: usize,
  weights: usize,
  alpha: usize,
  groups: i32,
  byMean: usize,
  byVariance: usize,
): void {
  const stride = (<usize>size) << 5;
  memory.fill(byMean, 0, stride * (<usize>count));
  memory.fill(byVariance, 0, stride * (<usize>count));
  for (let g = 0; g < count; g++) {
    const slopePanel = rowPanel(slopes, g, groups);
    const weightPanel = rowPanel(weights, g, groups);
    const offset = (<usize>g) * stride;
    for (let i = 0; i < n; i++) {
      const column = (<usize>i) << 5;
      const h0 = v128.load(slopePanel + column);
      const h1 = v128.load(slopePanel + column, 16);
      const pull = f64x2.neg(v128.load64_splat(alpha + ((<usize>i) << 3)));
      const m0 = f64x2.mul(h0, pull);
      const m1 = f64x2.mul(h1, pull);
      const two = f64x2.splat(2);
      const v0 = f64x2.mul(f64x2.mul(h0, two), v128.load(weightPanel + column));
      const v1 = f64x2.mul(f64x2.mul(h1, two), v128.load(weightPanel + column, 16));
      let old = points + (<usize>(i >> 2)) * stride + ((<usize>(i & 3)) << 3);
      let p = offset;
      for (let c = 0; c < metric; c++) {
        const s = v128.load64_splat(old);
        const d0 = f64x2.sub(v128.load(fresh + p), s);
        const d1 = f64x2.sub(v128.load(fresh + p, 16), s);
        const m = byMean + p;
        const v = byVariance + p;
        v128.store(m, f64x2.add(v128.load(m), f64x2.mul(m0, d0)));
        v128.store(m, f64x2.add(v128.load(m, 16), f64x2.mul(m1, d1)), 16);
        v128.store(v, f64x2.add(v128.load(v), f64x2.mul(v0, d0)));
        v128.store(v, f64x2.add(v128.load(v, 16), f64x2.mul(v1, d1)), 16);
        old += 32;
        p += 32;
      }
    }
  }
}
