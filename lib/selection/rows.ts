import { StudyError } from "../study/errors.ts";

/**
 * Data by rows: an array or typed array of them, or a frame (danfojs, Arquero) that says its `shape` and
 * selects rows by `iloc`.
 */
export type Rows = ArrayLike<unknown> | Frame;

/** What is asked of a frame. */
export interface Frame {
  readonly shape: readonly number[];
  iloc(selection: { rows: number[] } | number[]): unknown;
}

/** How many rows. @throws StudyError where these are none */
export function countRows(data: Rows): number {
  if (isFrame(data)) return data.shape[0] ?? 0;
  if (typeof data?.length === "number") return data.length;
  throw new StudyError(
    "The data has no rows. Give an array with one entry for each row, or a frame.",
  );
}

/** Some of the rows, in the form that the data has. */
export function selectRows(data: Rows, rows: readonly number[]): unknown {
  // A series takes the rows themselves, a frame of several columns names them.
  if (isFrame(data)) return data.iloc(data.shape.length === 1 ? [...rows] : { rows: [...rows] });
  const picked = rows.map((row) => data[row]);
  if (!ArrayBuffer.isView(data)) return picked;
  const Typed = data.constructor as new (values: unknown[]) => unknown;
  return new Typed(picked);
}

/** The entries of a column, or of what `predict` returned: an array, a series, a tensor. */
export async function entriesOf(data: unknown): Promise<ArrayLike<unknown>> {
  if (isObject(data) && "values" in data && isList(data["values"])) return data["values"];
  if (isObject(data) && typeof data["array"] === "function")
    return (data as { array(): Promise<ArrayLike<unknown>> }).array();
  if (isList(data)) return data;
  throw new StudyError(
    "predict returned no list. Return an array with one prediction for each row.",
  );
}

function isFrame(data: Rows): data is Frame {
  return isObject(data) && typeof data["iloc"] === "function" && Array.isArray(data["shape"]);
}

function isList(data: unknown): data is ArrayLike<unknown> {
  return (
    typeof data === "object" &&
    data !== null &&
    typeof (data as { length?: unknown }).length === "number"
  );
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null;
}
