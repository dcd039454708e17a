// Cholesky factors and triangular solves in panels: A = L Lᵀ. Layout: panels.ts.

import { entry, lowerPanel, multiplyPanels, rowPanel, setEntry, upperPanel } from "./panels";

// Panels of the left factor that are taken together: what one panel of the right factor is loaded for.
const BLOCK: i32 = 4;

/** Solves X Lⱼⱼᵀ = tile in place, for one triangular tile Lⱼⱼ. */
// @ts-ignore: decorator
@inline
function solveTile(tile: usize, diagonal: usize): void {
  const one = f64x2.splat(1);
  const i0 = f64x2.div(one, v128.load64_splat(diagonal));
  const i1 = f64x2.div(one, v128.load64_splat(diagonal, 40));
  const i2 = f64x2.div(one, v128.load64_splat(diagonal, 80));
  const i3 = f64x2.div(one, v128.load64_splat(diagonal, 120));
  const l10 = v128.load64_splat(diagonal, 8);
  const l20 = v128.load64_splat(diagonal, 16);
  const l30 = v128.load64_splat(diagonal, 24);
  const l21 = v128.load64_splat(diagonal, 48);
  const l31 = v128.load64_splat(diagonal, 56);
  const l32 = v128.load64_splat(diagonal, 88);
  for (let half: usize = 0; half < 32; half += 16) {
    const p = tile + half;
    const x0 = f64x2.mul(v128.load(p), i0);
    const x1 = f64x2.mul(f64x2.sub(v128.load(p, 32), f64x2.mul(x0, l10)), i1);
    let x2 = f64x2.sub(v128.load(p, 64), f64x2.mul(x0, l20));
    x2 = f64x2.mul(f64x2.sub(x2, f64x2.mul(x1, l21)), i2);
    let x3 = f64x2.sub(v128.load(p, 96), f64x2.mul(x0, l30));
    x3 = f64x2.sub(x3, f64x2.mul(x1, l31));
    x3 = f64x2.mul(f64x2.sub(x3, f64x2.mul(x2, l32)), i3);
    v128.store(p, x0);
    v128.store(p, x1, 32);
    v128.store(p, x2, 64);
    v128.store(p, x3, 96);
  }
}

/** Solves X Lⱼⱼ = tile in place. */
// @ts-ignore: decorator
@inline
function solveTileBack(tile: usize, diagonal: usize): void {
  for (let half: usize = 0; half < 32; half += 16) {
    const p = tile + half;
    const x3 = f64x2.div(v128.load(p, 96), v128.load64_splat(diagonal, 120));
    let x2 = f64x2.sub(v128.load(p, 64), f64x2.mul(x3, v128.load64_splat(diagonal, 88)));
    x2 = f64x2.div(x2, v128.load64_splat(diagonal, 80));
    let x1 = f64x2.sub(v128.load(p, 32), f64x2.mul(x3, v128.load64_splat(diagonal, 56)));
    x1 = f64x2.sub(x1, f64x2.mul(x2, v128.load64_splat(diagonal, 48)));
    x1 = f64x2.div(x1, v128.load64_splat(diagonal, 40));
    let x0 = f64x2.sub(v128.load(p), f64x2.mul(x3, v128.load64_splat(diagonal, 24)));
    x0 = f64x2.sub(x0, f64x2.mul(x2, v128.load64_splat(diagonal, 16)));
    x0 = f64x2.sub(x0, f64x2.mul(x1, v128.load64_splat(diagonal, 8)));
    x0 = f64x2.div(x0, v128.load64_splat(diagonal));
    v128.store(p, x0);
    v128.store(p, x1, 32);
    v128.store(p, x2, 64);
    v128.store(p, x3, 96);
  }
}

/** The factor of one tile in place; false where it is not positive definite. */
function factorTile(tile: usize): bool {
  for (let c = 0; c < 4; c++) {
    let pivot = entry(tile, c, c);
    for (let k = 0; k < c; k++) pivot -= entry(tile, c, k) * entry(tile, c, k);
    if (!(pivot > 0 && pivot < Infinity)) return false;
    const root = Math.sqrt(pivot);
    setEntry(tile, c, c, root);
    for (let r = c + 1; r < 4; r++) {
      let value = entry(tile, r, c);
      for (let k = 0; k < c; k++) value -= entry(tile, r, k) * entry(tile, c, k);
      setEntry(tile, r, c, value / root);
    }
    for (let r = 0; r < c; r++) setEntry(tile, r, c, 0);
  }
  return true;
}

/** Factors the panels from … groups − 1 of a lower triangle in place, those before being done. */
export function cholesky(lower: usize, from: i32, groups: i32): bool {
  for (let first = from; first < groups; first += BLOCK) {
    const end = min(first + BLOCK, groups);
    for (let j = 0; j < end; j++) {
      const right = lowerPanel(lower, j);
      const diagonal = right + ((<usize>j) << 7);
      let i = first;
      if (j >= first) {
        multiplyPanels(right, right, diagonal, 0, j << 2, true);
        if (!factorTile(diagonal)) return false;
        i = j + 1;
      }
      for (; i < end; i++) {
        const left = lowerPanel(lower, i);
        const tile = left + ((<usize>j) << 7);
        multiplyPanels(left, right, tile, 0, j << 2, true);
        solveTile(tile, diagonal);
      }
    }
  }
  return true;
}

/** rows ← rows L⁻ᵀ: v = L⁻¹k for `count` groups of k as rows. */
export function solveRows(lower: usize, rows: usize, groups: i32, count: i32): void {
  for (let j = 0; j < groups; j++) {
    const right = lowerPanel(lower, j);
    const diagonal = right + ((<usize>j) << 7);
    for (let i = 0; i < count; i++) {
      const left = rowPanel(rows, i, groups);
      const tile = left + ((<usize>j) << 7);
      multiplyPanels(left, right, tile, 0, j << 2, true);
      solveTile(tile, diagonal);
    }
  }
}

/** rows ← rows L⁻¹: what takes L⁻¹k on to K⁻¹k. */
export function solveRowsBack(lower: usize, rows: usize, groups: i32, count: i32): void {
  for (let j = groups - 1; j >= 0; j--) {
    const panel = lowerPanel(lower, j);
    for (let i = 0; i < count; i++) {
      const left = rowPanel(rows, i, groups);
      const tile = left + ((<usize>j) << 7);
      solveTileBack(tile, panel + ((<usize>j) << 7));
      const x00 = v128.load(tile);
      const x01 = v128.load(tile, 16);
      const x10 = v128.load(tile, 32);
      const x11 = v128.load(tile, 48);
      const x20 = v128.load(tile, 64);
      const x21 = v128.load(tile, 80);
      const x30 = v128.load(tile, 96);
      const x31 = v128.load(tile, 112);
      let p = left;
      let q = panel;
      while (p < tile) {
        let s = v128.load64_splat(q);
        let a = f64x2.mul(x00, s);
        let b = f64x2.mul(x01, s);
        s = v128.load64_splat(q, 8);
        a = f64x2.add(a, f64x2.mul(x10, s));
        b = f64x2.add(b, f64x2.mul(x11, s));
        s = v128.load64_splat(q, 16);
        a = f64x2.add(a, f64x2.mul(x20, s));
        b = f64x2.add(b, f64x2.mul(x21, s));
        s = v128.load64_splat(q, 24);
        a = f64x2.add(a, f64x2.mul(x30, s));
        b = f64x2.add(b, f64x2.mul(x31, s));
        v128.store(p, f64x2.sub(v128.load(p), a));
        v128.store(p, f64x2.sub(v128.load(p, 16), b), 16);
        p += 32;
        q += 32;
      }
    }
  }
}

/** upper ← L⁻ᵀ. */
export function invertTransposed(lower: usize, upper: usize, groups: i32): void {
  for (let first = 0; first < groups; first += BLOCK) {
    const end = min(first + BLOCK, groups);
    for (let j = first; j < groups; j++) {
      const right = lowerPanel(lower, j);
      const diagonal = right + ((<usize>j) << 7);
      for (let i = first; i < min(end, j + 1); i++) {
        const left = upperPanel(upper, i, groups);
        const tile = left + ((<usize>j) << 7);
        memory.fill(tile, 0, 128);
        if (i == j) for (let r = 0; r < 4; r++) setEntry(tile, r, r, 1);
        else multiplyPanels(left, right, tile, i << 2, j << 2, true);
        solveTile(tile, diagonal);
      }
    }
  }
}

/** vector ← L⁻¹ vector. */
export function solveVector(lower: usize, vector: usize, groups: i32): void {
  for (let i = 0; i < groups; i++) {
    const panel = lowerPanel(lower, i);
    const tile = panel + ((<usize>i) << 7);
    let a = f64x2.splat(0);
    let b = a;
    let v = vector;
    for (let p = panel; p < tile; p += 32) {
      const s = v128.load64_splat(v);
      a = f64x2.add(a, f64x2.mul(v128.load(p), s));
      b = f64x2.add(b, f64x2.mul(v128.load(p, 16), s));
      v += 8;
    }
    v128.store(v, f64x2.sub(v128.load(v), a));
    v128.store(v, f64x2.sub(v128.load(v, 16), b), 16);
    for (let r = 0; r < 4; r++) {
      let value = load<f64>(v + ((<usize>r) << 3));
      for (let k = 0; k < r; k++) value -= entry(tile, r, k) * load<f64>(v + ((<usize>k) << 3));
      store<f64>(v + ((<usize>r) << 3), value / entry(tile, r, r));
    }
  }
}

/** vector ← L⁻ᵀ vector. */
export function solveVectorBack(lower: usize, vector: usize, groups: i32): void {
  for (let i = groups - 1; i >= 0; i--) {
    const panel = lowerPanel(lower, i);
    const tile = panel + ((<usize>i) << 7);
    const own = vector + ((<usize>i) << 5);
    for (let r = 3; r >= 0; r--) {
      let value = load<f64>(own + ((<usize>r) << 3));
      for (let k = r + 1; k < 4; k++) value -= entry(tile, k, r) * load<f64>(own + ((<usize>k) << 3));
      store<f64>(own + ((<usize>r) << 3), value / entry(tile, r, r));
    }
    const x0 = v128.load(own);
    const x1 = v128.load(own, 16);
    let v = vector;
    for (let p = panel; p < tile; p += 32) {
      const sum = f64x2.add(f64x2.mul(v128.load(p), x0), f64x2.mul(v128.load(p, 16), x1));
      store<f64>(v, load<f64>(v) - f64x2.extract_lane(sum, 0) - f64x2.extract_lane(sum, 1));
      v += 8;
    }
  }
}

/** ln |A| from L; padded rows have a diagonal of 1. */
export function logDeterminant(lower: usize, groups: i32): f64 {
  let sum = 0.0;
  for (let g = 0; g < groups; g++) {
    const tile = lowerPanel(lower, g) + ((<usize>g) << 7);
    for (let r = 0; r < 4; r++) sum += Math.log(entry(tile, r, r));
  }
  return 2 * sum;
}
