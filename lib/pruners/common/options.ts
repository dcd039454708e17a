import { show, unknownOption } from "../../space/wording.ts";

/**
 * Refuses an option that the pruner does not know, with those that it does: a typo would otherwise be
 * a silent default.
 */
export function checkNames(pruner: string, options: object, known: readonly string[]): void {
  const message = unknownOption(`pruners.${pruner}`, options, known);
  if (message !== undefined) throw new RangeError(message);
}

/** An option that counts something: an integer from `least` on. */
export function checkInteger(pruner: string, name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `pruners.${pruner}: ${name} is ${show(value)}; an integer from ${least} on is needed`,
    );
  }
}

/** An option that is a number between two others, both included. */
export function checkNumber(
  pruner: string,
  name: string,
  value: number,
  low = -Infinity,
  high = Infinity,
): void {
  if (typeof value === "number" && value >= low && value <= high) return;
  const range =
    low === -Infinity && high === Infinity
      ? "a number"
      : high === Infinity
        ? `a number from ${low} on`
        : `a number from ${low} to ${high}`;
  throw new RangeError(`pruners.${pruner}: ${name} is ${show(value)}; ${range} is needed`);
}
