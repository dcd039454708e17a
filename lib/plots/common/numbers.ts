/** Numbers as figures write them: three significant digits, thin spaces, no digits that mean nothing. */

const THIN_SPACE = "\u2009";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** An integer as an exponent: 12 → "¹²", −5 → "⁻⁵". */
export function superscript(exponent: number): string {
  return String(exponent).replace(/./g, (sign) => SUPERSCRIPTS[Number(sign)] ?? "⁻");
}

/** Puts thin spaces between thousands: "1 620", and "12 345.6". */
function spaced(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * A measured number: 0.0641, 137, 1 620, 1.7×10⁻⁵; the minus is a true one.
 *
 * @param digits significant digits, 3 by default (parameters take 2); integers keep all of theirs
 * @returns "–" for undefined and null; "NaN", "∞" and "−∞" for those
 */
export function formatNumber(value: number | undefined | null, digits = 3): string {
  if (value === undefined || value === null) return "–";
  if (Number.isNaN(value)) return "NaN";
  if (value === 0) return "0";
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}∞`;
  if (size < 1e-3 || size >= 1e7) {
    const rounded = Number(size.toExponential(Math.min(digits, 2) - 1));
    return power(sign === "" ? rounded : -rounded, decimalsOf(rounded / 10 ** exponentOf(rounded)));
  }
  if (Number.isInteger(size)) return sign + spaced(String(size));
  const rounded = Number(size.toPrecision(digits));
  return sign + spaced(String(rounded >= 10 ** digits ? Math.round(size) : rounded));
}

/**
 * An objective's value: as {@link formatNumber}, but with all three digits, since a zero at the end was
 * measured too: 0.140, 0.0610, 1.50×10⁻⁴.
 */
export function formatMeasure(value: number | undefined | null): string {
  const size = Math.abs(value ?? 0);
  if (value === undefined || value === null || size === 0) return formatNumber(value);
  if (Number.isFinite(size) && (size < 1e-3 || size >= 1e7)) return power(value, 2);
  if (Number.isInteger(value) || !(size < 100)) return formatNumber(value);
  return (value < 0 ? "−" : "") + size.toPrecision(3);
}

/** As a power of ten with so many decimals before it: 1.35×10⁷, 10⁻⁵. */
function power(value: number, decimals: number): string {
  const [mantissa = "", exponent] = Math.abs(value).toExponential(decimals).split("e");
  const ten = `10${superscript(Number(exponent))}`;
  return (value < 0 ? "−" : "") + (mantissa === "1" ? ten : `${mantissa}×${ten}`);
}

/** The power of ten of a number's first digit. */
const exponentOf = (value: number) => Number(value.toExponential(9).split("e")[1]);

/**
 * Several numbers of one axis, no two alike: equally many decimals, 0.50, 0.55, 0.60; and where they are very small
 * or large equally many before each power of ten, 1.30×10⁷, 1.35×10⁷.
 */
export function formatTicks(values: readonly number[]): string[] {
  const decimals = Math.max(0, ...values.map((value) => decimalsOf(value)));
  const small = values.some((value) => value !== 0 && Math.abs(value) < 1e-3);
  const large = values.some((value) => Math.abs(value) >= 1e7);
  if (small || large) {
    const mantissas = (exponent: number) =>
      values
        .filter((value) => value !== 0 && exponentOf(value) === exponent)
        .map((value) => decimalsOf(value / 10 ** exponent));
    return values.map((value) => {
      const isShort = value === 0 || (!large && Math.abs(value) >= 1e-3);
      if (isShort) return formatNumber(value, 10);
      return power(value, Math.max(...mantissas(exponentOf(value))));
    });
  }
  return values.map((value) => (value < 0 ? "−" : "") + spaced(Math.abs(value).toFixed(decimals)));
}

/** How many decimals the shortest text of a number has, once rounding noise is gone. */
function decimalsOf(value: number): number {
  const text = String(Number(value.toPrecision(10)));
  return /e/.test(text) ? 9 : (text.split(".")[1]?.length ?? 0);
}

/** 0.017 → "1.7%"; below a tenth of a percent "under 0.1%". */
export function formatPercent(fraction: number): string {
  const percent = fraction * 100;
  if (percent > 0 && percent < 0.1) return "under 0.1%";
  return `${spaced(percent < 10 ? String(Number(percent.toFixed(1))) : percent.toFixed(0))}%`;
}

/** Seconds in words: "8 s", "2 min 20 s", "3 h 05 min". Negative and unknown times are "0 s". */
export function formatDuration(seconds: number): string {
  const total = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0;
  if (total < 60) return `${total} s`;
  if (total < 3600) return `${Math.floor(total / 60)} min ${twoDigits(total % 60)} s`;
  return `${spaced(String(Math.floor(total / 3600)))} h ${twoDigits(Math.floor((total % 3600) / 60))} min`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}

/** An estimate in words, no finer than it can be known: "about 2 min 20 s". */
export function formatEstimate(seconds: number): string {
  const grain = seconds < 20 ? 1 : seconds < 60 ? 5 : seconds < 600 ? 10 : 60;
  const rounded = Math.max(1, Math.round(seconds / grain) * grain);
  // Where only minutes are known, "32 min 00 s" would say too much.
  return `about ${formatDuration(rounded).replace(grain === 60 ? / 00 s$/ : /^$/, "")}`;
}

/** 1 → "1 trial", 2 → "2 trials". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
