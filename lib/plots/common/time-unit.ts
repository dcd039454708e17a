/** The unit in which an axis of time is read. */
export interface TimeUnit {
  readonly word: string;
  /** Seconds in it. */
  readonly seconds: number;
}

const UNITS: readonly TimeUnit[] = [
  { word: "hours", seconds: 3600 },
  { word: "minutes", seconds: 60 },
  { word: "seconds", seconds: 1 },
];

/** The largest unit of which a time holds at least three. */
export function timeUnit(seconds: number): TimeUnit {
  return UNITS.find((unit) => seconds >= 3 * unit.seconds) ?? UNITS[2]!;
}
