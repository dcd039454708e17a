/** What several tables show of trials, as columns. */
import type { StudyView } from "../../../study/observer.ts";
import type { TrialRecord } from "../../../study/trial-record.ts";
import { shortName } from "../../common/parameter-names.ts";
import type { Cell, Column } from "./column.ts";

/** A column of numbers; what is no number is null. */
export function numberColumn(
  key: string,
  values: readonly (number | undefined)[],
  name?: string,
): Column {
  return {
    key,
    kind: "number",
    values: values.map((value) => value ?? null),
    ...(name === undefined ? {} : { name }),
  };
}

/** One column for each parameter that some trial has: in the order of the space, then of the trials. */
export function parameterColumns(study: StudyView, trials: readonly TrialRecord[]): Column[] {
  const paths = new Set(study.space.dimensions.map(({ path }) => path));
  const active = new Set<string>();
  for (const { point } of trials)
    for (const path of Object.keys(point)) {
      active.add(path);
      paths.add(path);
    }
  return [...paths]
    .filter((path) => active.has(path))
    .map((path) =>
      typedColumn(
        path,
        trials.map(({ point }) => point[path] ?? null),
        shortName(study.space, path),
      ),
    );
}

/** A column of the kind that its values have: numbers, booleans, or text where they differ. */
export function typedColumn(key: string, values: readonly Cell[], name?: string): Column {
  const is = (type: string) => values.every((value) => value === null || typeof value === type);
  const kind = is("number")
    ? "number"
    : is("boolean")
      ? "boolean"
      : is("string")
        ? "text"
        : "mixed";
  return { key, kind, values, ...(name === undefined ? {} : { name }) };
}

/** Seconds from the begin to the end of each trial. */
export function secondsOf({ startedAt, endedAt }: TrialRecord): number | undefined {
  return startedAt === undefined || endedAt === undefined
    ? undefined
    : (endedAt - startedAt) / 1000;
}

/** Columns with keys of their own: one whose key is taken has its prefix before it. */
export function withOwnKeys(
  groups: readonly { prefix: string; columns: readonly Column[] }[],
): Column[] {
  const taken = new Set<string>();
  return groups.flatMap(({ prefix, columns }) =>
    columns.map((column) => {
      let { key } = column;
      while (taken.has(key)) key = `${prefix}.${key}`;
      taken.add(key);
      return key === column.key ? column : { ...column, key, name: column.name ?? key };
    }),
  );
}
