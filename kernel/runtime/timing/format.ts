const UNITS: readonly [unit: string, perSecond: number][] = [
  ["s", 1],
  ["ms", 1e3],
  ["µs", 1e6],
  ["ns", 1e9],
];

/**
 * Seconds as IPython's `%timeit` writes them: `1.23 ms`, and from a minute on `2min 3s`.
 * @param precision significant digits; default 3
 */
export function formatTime(seconds: number, precision = 3): string {
  if (seconds >= 60) return longTime(seconds);
  const order =
    seconds > 0 ? Math.min(-Math.floor(Math.floor(Math.log10(seconds)) / 3), UNITS.length - 1) : 3;
  const [unit, perSecond] = UNITS[Math.max(0, order)]!;
  return `${significant(seconds * perSecond, precision)} ${unit}`;
}

function longTime(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.floor(seconds);
  for (const [unit, length] of [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.join(" ");
}

/** As C's `%.3g`, without an exponent. */
function significant(value: number, precision: number): string {
  return String(Number(value.toPrecision(precision)));
}
