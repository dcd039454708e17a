import { Card } from "./card.ts";
import { CourseError, isStrict } from "./strict.ts";

/** A statement of a lesson about what was just measured, with the range in which it is true. */
export class Claim extends Card {
  readonly id: string;
  readonly value: number;
  readonly holds: boolean;

  constructor(parts: { id: string; value: number; holds: boolean; sentence: string }) {
    super({
      kind: parts.holds ? "note" : "broken",
      title: parts.sentence,
      lines: parts.holds
        ? []
        : ["The lesson expected something else here; its text may not fit what you see."],
    });
    this.id = parts.id;
    this.value = parts.value;
    this.holds = parts.holds;
  }
}

/**
 * States a measured number in a sentence, and that it lies where the lesson's text says.
 *
 * @param range both ends included
 * @param sentence `{}` stands for the number in three digits, `{%}` for it in percent; default: the id and `{}`
 * @throws CourseError where it does not hold and `TUNEBOOK_COURSE=strict`
 *
 * @example claim("best-of-random", best, [0.9, 1], "The best one reads {%} of the digits.")
 */
export function claim(
  id: string,
  value: number,
  [low, high]: readonly [number, number],
  sentence = `${id}: {}`,
): Claim {
  const holds = value >= low && value <= high;
  if (!holds && isStrict()) {
    throw new CourseError(`The claim "${id}" does not hold: ${value} is not in [${low}, ${high}].`);
  }
  const text = sentence
    .replaceAll("{%}", `${(value * 100).toFixed(1)}%`)
    .replaceAll(
      "{}",
      Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3))),
    );
  return new Claim({ id, value, holds, sentence: text });
}
