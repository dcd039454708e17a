// How the matrices lie in memory, and the one inner loop that all of them share.
//
// AssemblyScript (it looks like TypeScript, but compiles to WebAssembly): scripts/build-assembly.mjs.
//
// Rows are taken in groups of 4, padded at the end. A panel is a group's 4 rows, column after column:
// entry (r, k) of a panel stands at 4k + r. So 4 rows × 4 columns are one "tile" of 128 bytes, its
// columns one after the other, and the product of two panels needs no shuffles.
//
// | name | meaning |
// |---|---|
// | groups | how many groups of 4 rows: ⌈n/4⌉ |
// | lower | a lower triangle: panel g has the columns 0 … 4g + 3 and starts after 8g(g + 1) numbers |
// | upper | an upper triangle: panel g has the columns 4g … 4·groups − 1 |
// | rows | panels that all have 4·groups columns |
//
// All names of places are addresses in bytes.

/** Panel g of a lower triangle. */
// @ts-ignore: decorator
@inline
export function lowerPanel(lower: usize, g: i32): usize {
  return lower + (((<usize>g) * (<usize>(g + 1))) << 6);
}

/** Panel g of an upper triangle, such that the tile of group j stands at 128j: its first at 128g. */
// @ts-ignore: decorator
@inline
export function upperPanel(upper: usize, g: i32, groups: i32): usize {
  return upper + (((<usize>g) * (<usize>(2 * groups - g + 1))) << 6) - ((<usize>g) << 7);
}

/** Panel g of full rows. */
// @ts-ignore: decorator
@inline
export function rowPanel(rows: usize, g: i32, groups: i32): usize {
  return rows + (((<usize>g) * (<usize>groups)) << 7);
}

/** Entry (r, c) of a tile. */
// @ts-ignore: decorator
@inline
export function entry(tile: usize, r: i32, c: i32): f64 {
  return load<f64>(tile + ((<usize>(4 * c + r)) << 3));
}

/** Sets entry (r, c) of a tile. */
// @ts-ignore: decorator
@inline
export function setEntry(tile: usize, r: i32, c: i32, value: f64): void {
  store<f64>(tile + ((<usize>(4 * c + r)) << 3), value);
}

/**
 * tile ← tile − A Bᵀ (subtract) or tile ← A Bᵀ, with the columns from … to of two panels; 8 accumulators
 * of 2 numbers stay in registers.
 */
// @ts-ignore: decorator
@inline
export function multiplyPanels(
  a: usize,
  b: usize,
  tile: usize,
  from: i32,
  to: i32,
  subtract: bool,
): void {
  let p = a + ((<usize>from) << 5);
  let q = b + ((<usize>from) << 5);
  const end = a + ((<usize>to) << 5);
  let c00 = f64x2.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  while (p < end) {
    const x0 = v128.load(p);
    const x1 = v128.load(p, 16);
    let s = v128.load64_splat(q);
    c00 = f64x2.add(c00, f64x2.mul(x0, s));
    c01 = f64x2.add(c01, f64x2.mul(x1, s));
    s = v128.load64_splat(q, 8);
    c10 = f64x2.add(c10, f64x2.mul(x0, s));
    c11 = f64x2.add(c11, f64x2.mul(x1, s));
    s = v128.load64_splat(q, 16);
    c20 = f64x2.add(c20, f64x2.mul(x0, s));
    c21 = f64x2.add(c21, f64x2.mul(x1, s));
    s = v128.load64_splat(q, 24);
    c30 = f64x2.add(c30, f64x2.mul(x0, s));
    c31 = f64x2.add(c31, f64x2.mul(x1, s));
    p += 32;
    q += 32;
  }
  if (subtract) {
    c00 = f64x2.sub(v128.load(tile), c00);
    c01 = f64x2.sub(v128.load(tile, 16), c01);
    c10 = f64x2.sub(v128.load(tile, 32), c10);
    c11 = f64x2.sub(v128.load(tile, 48), c11);
    c20 = f64x2.sub(v128.load(tile, 64), c20);
    c21 = f64x2.sub(v128.load(tile, 80), c21);
    c30 = f64x2.sub(v128.load(tile, 96), c30);
    c31 = f64x2.sub(v128.load(tile, 112), c31);
  }
  v128.store(tile, c00);
  v128.store(tile, c01, 16);
  v128.store(tile, c10, 32);
  v128.store(tile, c11, 48);
  v128.store(tile, c20, 64);
  v128.store(tile, c21, 80);
  v128.store(tile, c30, 96);
  v128.store(tile, c31, 112);
}
