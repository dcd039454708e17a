/** The form in which a user of the panel writes a point to be tried. */
import type { FormRow } from "../../display/host.ts";
import { randomStream } from "../../math/random.ts";
import { buildPoint, drawValue } from "../../space/draw.ts";
import type { Dimension, Space } from "../../space/space.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";
import { formatNumber } from "../common/numbers.ts";
import { shortName } from "../common/parameter-names.ts";
import { cut } from "../common/words.ts";

/** A form with more rows than this is none: longer lists are filled at random. */
const MOST_ROWS = 60;

/** A row for each parameter that can be there, with what the best trial has. */
export function formRows(space: Space, best: Point | undefined): FormRow[] {
  return space.dimensions.slice(0, MOST_ROWS).map((dimension) => {
    const value = best?.[dimension.path];
    const choices =
      dimension.kind === "categorical" ? dimension.choices.map((one) => String(one)) : undefined;
    return {
      path: dimension.path,
      name: cut(shortName(space, dimension.path)),
      depth: dimension.condition === undefined ? 0 : 1,
      text: value === undefined ? "" : textOf(dimension, value),
      accepts: accepted(dimension),
      ...(choices && { choices }),
    };
  });
}

/** A value in as few digits as say it well, unless they would lie outside of its range. */
function textOf(dimension: Dimension, value: Scalar): string {
  if (typeof value !== "number" || dimension.kind === "categorical") return String(value);
  if (Number.isInteger(value) || dimension.step !== undefined) return String(value);
  const short = Number(value.toPrecision(4));
  return String(short >= dimension.low && short <= dimension.high ? short : value);
}

function accepted(dimension: Dimension): string {
  if (dimension.kind === "categorical")
    return cut(dimension.choices.map((one) => String(one)).join(", "), 80);
  const { low, high, kind } = dimension;
  return `${formatNumber(low)} to ${formatNumber(high)}${kind === "int" ? ", whole" : ""}`;
}

/**
 * The point that a form says: what is left empty takes its default, or is drawn at random. Text that is no
 * value stays text, so that the space refuses it by name.
 *
 * @param texts path → what was written
 * @param seed of what is drawn
 */
export function writtenPoint(
  space: Space,
  texts: Readonly<Record<string, string>>,
  seed: number,
): Point {
  const random = randomStream(seed);
  return buildPoint(space, (dimension) => {
    const { path } = dimension;
    const text = (Object.hasOwn(texts, path) ? texts[path]! : "").trim();
    if (text !== "") return valueOf(dimension, text);
    return space.defaults?.[path] ?? drawValue(dimension, random);
  });
}

function valueOf(dimension: Dimension, text: string): Scalar {
  if (dimension.kind === "categorical")
    return dimension.choices.find((choice) => String(choice) === text) ?? text;
  const number = Number(text.replace("−", "-"));
  return Number.isNaN(number) ? text : number;
}
