/**
 * Orders as flat dimensions, by insertion: the items are put in one after the other, each at a place
 * among those before it. Neighbouring codes are orders in which one item stands one place further.
 *
 * n    how many items
 * pᵢ ∈ {0, …, i}  how many of the items 0 … i − 1 stand before item i; i = 1 … n − 1
 */

import type { Scalar } from "../study/trial-record.ts";
import { checkChoices } from "./categories.ts";
import type { Node, OpenPoint, Place } from "./node.ts";
import type { ParameterSpec } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import { checkChosen } from "./subsets.ts";
import { showNames } from "./wording.ts";

/** 171! is no longer a finite double. */
const MOST_ITEMS = 170;

/** Compiles an `order`. */
export function compileOrder(spec: Extract<ParameterSpec, { kind: "order" }>, place: Place): Node {
  const { path, condition } = place;
  checkChoices(spec.items, path);
  const items = [...spec.items];
  if (items.length > MOST_ITEMS)
    throw new SpaceError(
      path,
      `it has ${items.length} items`,
      `An order is of at most ${MOST_ITEMS}.`,
    );
  const paths = items.map((_, index) => `${path}[${index}]`);
  let size = 1;
  for (let index = 1; index < items.length; index++) {
    size *= index + 1;
    place.dimensions.push({
      kind: "int",
      path: paths[index]!,
      condition,
      low: 0,
      high: index,
      log: false,
      step: 1,
    });
  }
  const encode = (value: unknown, point: OpenPoint) => {
    const given = checkChosen(value === undefined ? spec.default : value, items, path);
    if (given.length !== items.length)
      throw new SpaceError(
        path,
        `it has ${given.length} of its ${items.length} items`,
        `Give all of ${showNames(items)}, in an order.`,
      );
    const places = items.map((item) => given.indexOf(item));
    for (let index = 1; index < items.length; index++) {
      const own = places[index]!;
      point[paths[index]!] = places.slice(0, index).filter((other) => other < own).length;
    }
  };
  if (spec.default !== undefined) encode(undefined, place.defaults);
  return {
    size,
    decode(point) {
      const order: Scalar[] = [];
      items.forEach((item, index) => {
        order.splice(index === 0 ? 0 : (point[paths[index]!] as number), 0, item);
      });
      return order;
    },
    encode,
  };
}
