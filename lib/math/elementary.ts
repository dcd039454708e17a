/**
 * Exponentials, logarithms and the like to the same bit in every engine.
 *
 * JavaScript leaves the last bits of `Math.exp`, `Math.log`, `Math.cos`… to the engine, and engines differ
 * there: Node 20 and a browser of today in a tenth of all results. A search for a maximum enlarges that until
 * the same seed gives other trials. Here only + − × ÷ and √ are used, which IEEE 754 settles; whatever a
 * seed shall reproduce is computed with these. Errors are within two units in the last place.
 *
 *   ln 2 and π/2 are split into a part of few bits, whose multiples are exact, and the rest
 *   (Cody and Waite, "Software Manual for the Elementary Functions", 1980, chapters 5, 6 and 8).
 */

/** ln 2 by its first 32 bits, and the rest. */
const LN2_HIGH = 0.693147180369123816490173;
const LN2_LOW = 1.90821492927058770002e-10;
/** π/2 by its first 33 bits, the next 33, and the rest. */
const HALF_PI_HIGH = 1.57079632673412561417;
const HALF_PI_MIDDLE = 6.0771005063039659766e-11;
const HALF_PI_LOW = 2.02226624879595063154e-21;

/** Powers of two from 2^−1074 on. */
const SMALLEST = -1074;
const POWERS = Float64Array.from({ length: 1023 - SMALLEST + 1 }, (_, place) => {
  // Doubling and halving are exact, down to the subnormal numbers.
  let power = 1;
  const exponent = place + SMALLEST;
  for (let step = 0; step < Math.abs(exponent); step++)
    power = exponent < 0 ? power / 2 : power * 2;
  return power;
});

/**
 * eˣ = 2ᵏ eʳ with |r| ≤ ½ ln 2, and eʳ = 1 + 2r / (r coth(r/2) − r), whose denominator is a fast series in
 * r² by the Bernoulli numbers.
 */
export function exp(x: number): number {
  if (!(x > -745.14)) return x < 0 ? 0 : x;
  if (x > 709.79) return Infinity;
  const k = Math.round(x * Math.LOG2E);
  const whole = 1 + beyondOne(x - k * LN2_HIGH, k * LN2_LOW);
  if (k >= -1021)
    return k === 1024 ? whole * 2 * POWERS[1023 - SMALLEST]! : whole * POWERS[k - SMALLEST]!;
  // Into the subnormal numbers in two steps, so that there is one rounding only.
  return whole * POWERS[k + 100 - SMALLEST]! * POWERS[-100 - SMALLEST]!;
}

/** eʳ − 1 with r = high − low, |r| ≤ ½ ln 2. */
function beyondOne(high: number, low: number): number {
  const r = high - low;
  const z = r * r;
  // r coth(r/2) − 2
  const tail =
    z *
    (1 / 6 +
      z *
        (-1 / 360 +
          z * (1 / 15120 + z * (-1 / 604800 + z * (1 / 23950080 + z * (-691 / 653837184000))))));
  const c = r - tail;
  return high - (low - (r * c) / (2 - c));
}

const BITS = new Float64Array(1);
const WORDS = new Uint32Array(BITS.buffer);
/** Where the sign and the exponent stand; the other word has the lower half of the fraction. */
const UPPER = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * ln x = k ln 2 + ln(1 + f) with 1 + f in [√½, √2), and ln(1 + f) = f − f²/2 + s (f²/2 + R(s²)) with
 * s = f / (2 + f), R the series of 2 artanh.
 */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return Infinity;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    k = -54;
  }
  BITS[0] = x;
  const upper = WORDS[UPPER]!;
  // The exponent that leaves a fraction of at least √½: beyond √2 it counts to the next power.
  const carry = ((upper & 0xfffff) + 0x95f64) & 0x100000;
  k += (upper >>> 20) - 1023 + (carry >>> 20);
  WORDS[UPPER] = (upper & 0xfffff) | (carry ^ 0x3ff00000);
  const f = BITS[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const series =
    z *
    (2 / 3 +
      z *
        (2 / 5 +
          z *
            (2 / 7 +
              z *
                (2 / 9 +
                  z *
                    (2 / 11 +
                      z * (2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21))))))))));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + series) + k * LN2_LOW) - f);
}

/** ln(1 + x), exact where x is small (Kahan's correction of what 1 + x loses). */
export function log1p(x: number): number {
  const whole = 1 + x;
  if (whole === 1) return x;
  if (!(whole > 0) || whole === Infinity) return ln(whole);
  return ln(whole) * (x / (whole - 1));
}

/** eˣ − 1 = (2ᵏ − 1) + 2ᵏ (eʳ − 1), exact where x is small. */
export function expm1(x: number): number {
  if (!(x > -40)) return x < 0 ? -1 : x;
  if (x > 40) return exp(x) - 1;
  const k = Math.round(x * Math.LOG2E);
  const rest = beyondOne(x - k * LN2_HIGH, k * LN2_LOW);
  if (k === 0) return rest;
  const power = POWERS[k - SMALLEST]!;
  return power - 1 + power * rest;
}

/** cos x, for |x| up to a million. */
export function cos(x: number): number {
  const quarter = Math.round(x / (Math.PI / 2));
  return turned(x, quarter, (quarter + 1) & 3);
}

/** sin x, for |x| up to a million. */
export function sin(x: number): number {
  const quarter = Math.round(x / (Math.PI / 2));
  return turned(x, quarter, quarter & 3);
}

/** tan x, for |x| up to a million. */
export function tan(x: number): number {
  return sin(x) / cos(x);
}

/** The sine of (x − quarter · π/2) + side · π/2. */
function turned(x: number, quarter: number, side: number): number {
  const high = x - quarter * HALF_PI_HIGH;
  const middle = quarter * HALF_PI_MIDDLE;
  const r = high - middle - quarter * HALF_PI_LOW;
  // What the first subtraction rounded away.
  const rest = high - middle - r - quarter * HALF_PI_LOW;
  const value = side % 2 === 0 ? sinNearZero(r, rest) : cosNearZero(r, rest);
  return side < 2 ? value : -value;
}

function sinNearZero(r: number, rest: number): number {
  const z = r * r;
  const series =
    -1 / 6 +
    z *
      (1 / 120 +
        z *
          (-1 / 5040 +
            z *
              (1 / 362880 +
                z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000))))));
  return r + (r * z * series + rest);
}

function cosNearZero(r: number, rest: number): number {
  const z = r * r;
  const series =
    z *
    (1 / 24 +
      z *
        (-1 / 720 +
          z *
            (1 / 40320 +
              z *
                (-1 / 3628800 +
                  z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000)))))));
  const half = 0.5 * z;
  const near = 1 - half;
  return near + (1 - near - half + (z * series - r * rest));
}
