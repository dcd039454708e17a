import { TunerError } from "../../study/errors.ts";

/**
 * Refuses an option that the tuner does not know, with those that it does: a typo would otherwise be
 * a silent default.
 */
export function checkOptions(tuner: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      const what = known.length === 0 ? "it takes none" : `it takes ${known.join(", ")}`;
      throw new TunerError(`tuners.${tuner} has no option "${name}"; ${what}`);
    }
  }
}

/** An option that counts something: an integer from `least` on. */
export function checkCount(tuner: string, name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new TunerError(
      `tuners.${tuner}: ${name} is ${String(value)}; an integer from ${least} on is needed`,
    );
  }
}
