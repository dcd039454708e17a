import { levelCount } from "../../math/levels.ts";
import type { Condition, Dimension, Space } from "../../space/space.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Scalar } from "../../study/trial-record.ts";
import { counted, formatNumber } from "../common/numbers.ts";
import { shortName } from "../common/parameter-names.ts";
import { bestOf, formatSetting } from "../common/trial-words.ts";
import { listed } from "../common/words.ts";
import type { Cell, Column } from "./common/column.ts";
import { Table } from "./common/table.ts";
import { numberColumn, typedColumn } from "./common/trial-columns.ts";

/**
 * The search space, one row for each parameter: its kind, range or choices, log or step, when it is there, its
 * default, how many values it can have, how many of them were tried, and the best trial's. As KerasTuner's
 * `search_space_summary` prints it.
 *
 * @example
 * tables.space(study);
 */
export function space(study: StudyView): Table {
  const { dimensions, defaults, size } = study.space;
  const best = bestOf(study);
  const range = dimensions.map((dimension) => ("low" in dimension ? dimension : undefined));
  const counts = dimensions.map(valueCount);
  const columns: Column[] = [
    { key: "parameter", kind: "text", values: dimensions.map(({ path }) => path) },
    { key: "kind", kind: "text", values: dimensions.map(kindOf) },
    {
      ...numberColumn(
        "low",
        range.map((one) => one?.low),
      ),
      texts: range.map((one) => (one ? formatSetting(one.low) : "")),
    },
    {
      ...numberColumn(
        "high",
        range.map((one) => one?.high),
      ),
      texts: range.map((one) => (one ? formatSetting(one.high) : "")),
    },
    { key: "scale", kind: "text", values: dimensions.map(scaleOf) },
    { key: "choices", kind: "text", values: dimensions.map(choicesOf) },
    {
      key: "condition",
      kind: "text",
      values: dimensions.map((one) => conditionWords(study.space, one.condition)),
    },
    typedColumn(
      "default",
      dimensions.map(({ path }) => defaults?.[path] ?? null),
    ),
    {
      ...numberColumn("values", counts),
      texts: counts.map((count) => (count === Infinity ? "any" : formatNumber(count))),
    },
    numberColumn(
      "tried",
      dimensions.map(({ path }) => triedCount(study, path)),
    ),
    mixedColumn(
      "best",
      dimensions.map(({ path }) => best?.point[path]),
    ),
  ];
  return new Table({
    id: "space",
    title: `${counted(dimensions.length, "parameter")}, ${sizeWords(size)}`,
    columns: columns.filter(
      ({ key, values }) => key === "parameter" || values.some((value) => value !== null),
    ),
    rows: dimensions.length,
  });
}

function mixedColumn(key: string, values: readonly (Scalar | undefined)[]) {
  return {
    ...typedColumn(
      key,
      values.map((value): Cell => value ?? null),
    ),
    texts: values.map((value) => (value === undefined ? "" : formatSetting(value))),
  };
}

function sizeWords(size: number): string {
  return Number.isFinite(size)
    ? counted(size, "configuration")
    : "more configurations than can be counted";
}

function kindOf(dimension: Dimension): string {
  if (dimension.kind !== "categorical") return dimension.kind;
  if (dimension.path.endsWith(".kind")) return "oneOf";
  if (dimension.choices.every((choice) => typeof choice === "boolean")) return "boolean";
  return dimension.ordered ? "ordinal" : "choice";
}

function scaleOf(dimension: Dimension): string | null {
  if (dimension.kind === "categorical") return null;
  if (dimension.log) return "log";
  const { step } = dimension;
  return step === undefined || (dimension.kind === "int" && step === 1) ? null : `step ${step}`;
}

function choicesOf(dimension: Dimension): string | null {
  return dimension.kind === "categorical"
    ? dimension.choices.map((choice) => formatSetting(choice)).join(", ")
    : null;
}

function valueCount(dimension: Dimension): number {
  return dimension.kind === "categorical" ? dimension.choices.length : levelCount(dimension);
}

/** "optimizer is sgd", "hidden length at least 2". */
function conditionWords(of: Space, condition: Condition | undefined): string | null {
  if (condition === undefined) return null;
  const parent = shortName(of, condition.path);
  if (condition.in) {
    const values = condition.in.map((value) => formatSetting(value));
    return `${parent} is ${values.length > 1 ? `${values.slice(0, -1).join(", ")} or ${values.at(-1)}` : listed(values)}`;
  }
  return condition.atLeast === undefined ? null : `${parent} at least ${condition.atLeast}`;
}

function triedCount(study: StudyView, path: string): number {
  const values = new Set<Scalar>();
  for (const { state, point } of study.trials) {
    const value = point[path];
    if (state !== "waiting" && value !== undefined) values.add(value);
  }
  return values.size;
}
