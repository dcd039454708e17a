import { giveOneOf, show, unknownOption } from "../../space/wording.ts";
import { TunerError } from "../../study/errors.ts";
import type { TunerSpec } from "../../study/tuner.ts";

/**
 * Refuses an option that the tuner does not know, with those that it does: a typo would otherwise be
 * a silent default.
 */
export function checkOptions(tuner: string, options: object, known: readonly string[]): void {
  const message = unknownOption(`tuners.${tuner}`, options, known);
  if (message !== undefined) throw new TunerError(message);
}

/** An option that is one of a few words. */
export function checkWord(
  tuner: string,
  name: string,
  value: unknown,
  words: readonly string[],
): void {
  if (typeof value === "string" && words.includes(value)) return;
  throw new TunerError(`tuners.${tuner}: ${name} is ${show(value)}. ${giveOneOf(words, value)}`);
}

/** An option that counts something: an integer from `least` on. */
export function checkCount(tuner: string, name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new TunerError(
      `tuners.${tuner}: ${name} is ${show(value)}; an integer from ${least} on is needed`,
    );
  }
}

/** An option that is a share: a number above 0 and below 1, or up to 1. */
export function checkShare(
  tuner: string,
  name: string,
  value: number,
  most: { below: 1 } | { upTo: 1 },
): void {
  const fits = value > 0 && ("below" in most ? value < 1 : value <= 1);
  if (fits) return;
  const range = "below" in most ? "between 0 and 1" : "above 0, up to 1,";
  throw new TunerError(`tuners.${tuner}: ${name} is ${show(value)}; a number ${range} is needed`);
}

/** An option that is another tuner. */
export function checkInner(tuner: string, inner: unknown): void {
  if (typeof (inner as TunerSpec | null | undefined)?.create === "function") return;
  throw new TunerError(
    `tuners.${tuner}: tuner is ${show(inner)}; give one of tuners, called: tuner: tuners.tpe()`,
  );
}
