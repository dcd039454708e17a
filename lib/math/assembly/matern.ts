// The Matérn-5/2 kernel in panels. Layout: panels.ts.
//
//   k = s (1 + √5 r + 5r²/3) e^(−√5 r),   h = (5/3) s (1 + √5 r) e^(−√5 r),   r² = Σ_c δ_c²
//
// Points lie group after group: coordinate c of the 4 points of a group in 32 bytes. The first `metric`
// coordinates are over their lengthscales already; of the rest it only counts whether they are equal:
// δ_c² is `weights[c]` (from the first of them on) where they are not.

import { lowerPanel, rowPanel, setEntry } from "./panels";

const ROOT5: f64 = 2.23606797749979;

/** e^x for two x ≤ 0, to within a unit in the last place or two; below −700 as at −700. */
// @ts-ignore: decorator
@inline
function exponential(x: v128): v128 {
  // x = k ln 2 + t, |t| ≤ ln 2 / 2; ln 2 in two parts, so that k ln 2 is exact where it matters.
  x = f64x2.max(x, f64x2.splat(-700));
  const k = f64x2.nearest(f64x2.mul(x, f64x2.splat(1.4426950408889634)));
  let t = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  t = f64x2.sub(t, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  // Taylor's series up to t¹³/13!.
  let p = f64x2.splat(1.6059043836821613e-10);
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(2.08767569878681e-9));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(2.505210838544172e-8));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(2.755731922398589e-7));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(2.7557319223985893e-6));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(2.48015873015873e-5));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(1.984126984126984e-4));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(1.388888888888889e-3));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(8.333333333333333e-3));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(4.1666666666666664e-2));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(0.16666666666666666));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(1));
  const power = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  return f64x2.mul(p, i64x2.shl(i64x2.add(power, i64x2.splat(1023)), 52));
}

/** r² of two pairs to k (at `tile`) and, unless `slopes` is 0, h. */
// @ts-ignore: decorator
@inline
function finish(squared: v128, signal: f64, tile: usize, slopes: usize, offset: usize): void {
  const root = f64x2.mul(f64x2.sqrt(squared), f64x2.splat(ROOT5));
  const decay = f64x2.mul(exponential(f64x2.neg(root)), f64x2.splat(signal));
  const line = f64x2.add(root, f64x2.splat(1));
  const parabola = f64x2.add(line, f64x2.mul(squared, f64x2.splat(5.0 / 3.0)));
  v128.store(tile + offset, f64x2.mul(decay, parabola));
  if (slopes)
    v128.store(slopes + offset, f64x2.mul(f64x2.mul(decay, line), f64x2.splat(5.0 / 3.0)));
}

/** k between two groups of points, and h unless `slopes` is 0. */
function maternTile(
  a: usize,
  b: usize,
  size: i32,
  metric: i32,
  weights: usize,
  signal: f64,
  tile: usize,
  slopes: usize,
): void {
  let c00 = f64x2.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let c = 0; c < size; c++) {
    const x0 = v128.load(a);
    const x1 = v128.load(a, 16);
    const y0 = v128.load64_splat(b);
    const y1 = v128.load64_splat(b, 8);
    const y2 = v128.load64_splat(b, 16);
    const y3 = v128.load64_splat(b, 24);
    if (c < metric) {
      let u = f64x2.sub(x0, y0);
      let v = f64x2.sub(x1, y0);
      c00 = f64x2.add(c00, f64x2.mul(u, u));
      c01 = f64x2.add(c01, f64x2.mul(v, v));
      u = f64x2.sub(x0, y1);
      v = f64x2.sub(x1, y1);
      c10 = f64x2.add(c10, f64x2.mul(u, u));
      c11 = f64x2.add(c11, f64x2.mul(v, v));
      u = f64x2.sub(x0, y2);
      v = f64x2.sub(x1, y2);
      c20 = f64x2.add(c20, f64x2.mul(u, u));
      c21 = f64x2.add(c21, f64x2.mul(v, v));
      u = f64x2.sub(x0, y3);
      v = f64x2.sub(x1, y3);
      c30 = f64x2.add(c30, f64x2.mul(u, u));
      c31 = f64x2.add(c31, f64x2.mul(v, v));
    } else {
      const w = v128.load64_splat(weights + ((<usize>(c - metric)) << 3));
      c00 = f64x2.add(c00, v128.and(f64x2.ne(x0, y0), w));
      c01 = f64x2.add(c01, v128.and(f64x2.ne(x1, y0), w));
      c10 = f64x2.add(c10, v128.and(f64x2.ne(x0, y1), w));
      c11 = f64x2.add(c11, v128.and(f64x2.ne(x1, y1), w));
      c20 = f64x2.add(c20, v128.and(f64x2.ne(x0, y2), w));
      c21 = f64x2.add(c21, v128.and(f64x2.ne(x1, y2), w));
      c30 = f64x2.add(c30, v128.and(f64x2.ne(x0, y3), w));
      c31 = f64x2.add(c31, v128.and(f64x2.ne(x1, y3), w));
    }
    a += 32;
    b += 32;
  }
  finish(c00, signal, tile, slopes, 0);
  finish(c01, signal, tile, slopes, 16);
  finish(c10, signal, tile, slopes, 32);
  finish(c11, signal, tile, slopes, 48);
  finish(c20, signal, tile, slopes, 64);
  finish(c21, signal, tile, slopes, 80);
  finish(c30, signal, tile, slopes, 96);
  finish(c31, signal, tile, slopes, 112);
}

/**
 * Panels from … groups − 1 of the lower triangle of K + σ²I, and of h unless `slopes` is 0. Padded rows
 * are the identity's, their h is 0.
 */
export function covariance(
  points: usize,
  n: i32,
  size: i32,
  metric: i32,
  weights: usize,
  signal: f64,
  noise: f64,
  lower: usize,
  slopes: usize,
  from: i32,
  groups: i32,
): void {
  const stride = (<usize>size) << 5;
  for (let i = from; i < groups; i++) {
    const a = points + (<usize>i) * stride;
    const panel = lowerPanel(lower, i);
    const slopePanel = slopes ? lowerPanel(slopes, i) : 0;
    for (let j = 0; j <= i; j++) {
      const offset = (<usize>j) << 7;
      const b = points + (<usize>j) * stride;
      const slopeTile = slopes ? slopePanel + offset : 0;
      maternTile(a, b, size, metric, weights, signal, panel + offset, slopeTile);
    }
    const diagonal = panel + ((<usize>i) << 7);
    for (let r = 0; r < 4; r++) setEntry(diagonal, r, r, signal + noise);
  }
  for (let row = n; row < groups << 2; row++) {
    const r = row & 3;
    const panel = lowerPanel(lower, row >> 2);
    for (let k = 0; k < groups << 2; k++) {
      setEntry(panel, r, k, k == row ? 1 : 0);
      if (slopes) setEntry(lowerPanel(slopes, row >> 2), r, k, 0);
    }
    // The diagonal tile is symmetric: its column of this row too.
    const tile = panel + ((<usize>(row >> 2)) << 7);
    for (let other = 0; other < 4; other++) {
      if (other != r) setEntry(tile, other, r, 0);
      if (slopes)
        setEntry(lowerPanel(slopes, row >> 2) + ((<usize>(row >> 2)) << 7), other, r, 0);
    }
  }
}

/** k between `count` groups of new points and all of the old ones, as rows; h unless `slopes` is 0. */
export function crossCovariance(
  fresh: usize,
  count: i32,
  points: usize,
  n: i32,
  size: i32,
  metric: i32,
  weights: usize,
  signal: f64,
  rows: usize,
  slopes: usize,
  groups: i32,
): void {
  const stride = (<usize>size) << 5;
  for (let i = 0; i < count; i++) {
    const panel = rowPanel(rows, i, groups);
    const slopePanel = slopes ? rowPanel(slopes, i, groups) : 0;
    for (let j = 0; j < groups; j++) {
      const offset = (<usize>j) << 7;
      const a = fresh + (<usize>i) * stride;
      const b = points + (<usize>j) * stride;
      const slopeTile = slopes ? slopePanel + offset : 0;
      maternTile(a, b, size, metric, weights, signal, panel + offset, slopeTile);
    }
    for (let k = n; k < groups << 2; k++) {
      memory.fill(panel + ((<usize>k) << 5), 0, 32);
      if (slopes) memory.fill(slopePanel + ((<usize>k) << 5), 0, 32);
    }
  }
}

/**
 * Adds Σ δ_c² · pull over the pairs of two groups to out[c], for each coordinate.
 */
export function squaredDifferences(
  a: usize,
  b: usize,
  size: i32,
  metric: i32,
  weights: usize,
  pull: usize,
  out: usize,
): void {
  const p00 = v128.load(pull);
  const p01 = v128.load(pull, 16);
  const p10 = v128.load(pull, 32);
  const p11 = v128.load(pull, 48);
  const p20 = v128.load(pull, 64);
  const p21 = v128.load(pull, 80);
  const p30 = v128.load(pull, 96);
  const p31 = v128.load(pull, 112);
  for (let c = 0; c < size; c++) {
    const x0 = v128.load(a);
    const x1 = v128.load(a, 16);
    const y0 = v128.load64_splat(b);
    const y1 = v128.load64_splat(b, 8);
    const y2 = v128.load64_splat(b, 16);
    const y3 = v128.load64_splat(b, 24);
    let sum: v128;
    if (c < metric) {
      let u = f64x2.sub(x0, y0);
      let v = f64x2.sub(x1, y0);
      sum = f64x2.add(f64x2.mul(f64x2.mul(u, u), p00), f64x2.mul(f64x2.mul(v, v), p01));
      u = f64x2.sub(x0, y1);
      v = f64x2.sub(x1, y1);
      sum = f64x2.add(sum, f64x2.mul(f64x2.mul(u, u), p10));
      sum = f64x2.add(sum, f64x2.mul(f64x2.mul(v, v), p11));
      u = f64x2.sub(x0, y2);
      v = f64x2.sub(x1, y2);
      sum = f64x2.add(sum, f64x2.mul(f64x2.mul(u, u), p20));
      sum = f64x2.add(sum, f64x2.mul(f64x2.mul(v, v), p21));
      u = f64x2.sub(x0, y3);
      v = f64x2.sub(x1, y3);
      sum = f64x2.add(sum, f64x2.mul(f64x2.mul(u, u), p30));
      sum = f64x2.add(sum, f64x2.mul(f64x2.mul(v, v), p31));
    } else {
      sum = f64x2.add(v128.and(f64x2.ne(x0, y0), p00), v128.and(f64x2.ne(x1, y0), p01));
      sum = f64x2.add(sum, v128.and(f64x2.ne(x0, y1), p10));
      sum = f64x2.add(sum, v128.and(f64x2.ne(x1, y1), p11));
      sum = f64x2.add(sum, v128.and(f64x2.ne(x0, y2), p20));
      sum = f64x2.add(sum, v128.and(f64x2.ne(x1, y2), p21));
      sum = f64x2.add(sum, v128.and(f64x2.ne(x0, y3), p30));
      sum = f64x2.add(sum, v128.and(f64x2.ne(x1, y3), p31));
      sum = f64x2.mul(sum, v128.load64_splat(weights + ((<usize>(c - metric)) << 3)));
    }
    const place = out + ((<usize>c) << 3);
    const both = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    store<f64>(place, load<f64>(place) + both);
    a += 32;
    b += 32;
  }
}
