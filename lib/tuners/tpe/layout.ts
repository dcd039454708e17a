import { levelCount } from "../../math/levels.ts";
import type { Dimension, Space } from "../../space/space.ts";
import type { Scalar } from "../../study/trial-record.ts";
import { Block } from "./block.ts";

/** Which dimensions of a space are drawn together. */
export interface Layout {
  readonly space: Space;
  /** What is drawn first, and together; undefined where nothing is. */
  readonly joint: Block | undefined;
  /** Whether the joint block holds every dimension that varies, so that its candidates are whole points. */
  readonly coversAll: boolean;
  /** Paths of the dimensions whose ranges hang on earlier values. */
  readonly narrowed: ReadonlySet<string>;
  /** The block of a dimension that the joint one does not hold; made when it is first asked for. */
  blockOf(path: string): Block;
}

/** How a layout is made; see the options of the tuner. */
export interface LayoutOptions {
  readonly multivariate: boolean;
  readonly conditional: "together" | "grouped" | "single";
  readonly evenGood: boolean;
  /** As of blocks. Default false. */
  readonly partial?: boolean;
}

/** Lays a space out in blocks. */
export function layOut(space: Space, options: LayoutOptions): Layout {
  const { multivariate, conditional, evenGood, partial = false } = options;
  const varying = space.dimensions.filter((dimension) => onlyValue(dimension) === undefined);
  const rooted = varying.filter(({ condition }) => condition === undefined);
  const together = multivariate && conditional === "together" && rooted.length < varying.length;
  let members: readonly Dimension[] = [];
  // A parent of one value stands in the block too: its children's conditions are read from it.
  if (together) {
    const parents = new Set(varying.map(({ condition }) => condition?.path));
    members = space.dimensions.filter(
      (dimension) => varying.includes(dimension) || parents.has(dimension.path),
    );
  } else if (multivariate) members = rooted;
  const joint =
    members.length > 0
      ? new Block(members, { conditional: together, evenGood, partial })
      : undefined;
  const blocks = new Map<string, Block>();
  return {
    space,
    joint,
    narrowed: new Set(
      varying.flatMap((one) => (one.kind !== "categorical" && one.narrow ? [one.path] : [])),
    ),
    coversAll: varying.every((dimension) => members.includes(dimension)),
    blockOf(path) {
      const known = blocks.get(path);
      if (known !== undefined) return known;
      const own = varying.find((dimension) => dimension.path === path) as Dimension;
      const grouped = multivariate && conditional === "grouped";
      const group = grouped
        ? varying.filter((dimension) => isSameCondition(dimension, own))
        : [own];
      const block = new Block(group, { evenGood, partial });
      for (const member of group) blocks.set(member.path, block);
      return block;
    },
  };
}

/** The value of a dimension that has only one; there is nothing to model. */
export function onlyValue(dimension: Dimension): { value: Scalar } | undefined {
  if (dimension.kind === "categorical") {
    return dimension.choices.length === 1 ? { value: dimension.choices[0] as Scalar } : undefined;
  }
  return levelCount(dimension) === 1 ? { value: dimension.low } : undefined;
}

/** Whether two dimensions are always there together. */
function isSameCondition({ condition: one }: Dimension, { condition: other }: Dimension): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
