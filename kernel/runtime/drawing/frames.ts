/**
 * What is a table: frames and series of danfojs, tables of Arquero and Apache Arrow, frames of
 * nodejs-polars, lists of records. Each is known by its shape, so that no such package is imported here.
 */
import { peek } from "./peek.ts";

/** Rows that are read at most. */
export const ROWS = 20;

/** The beginning of a table. */
export interface Frame {
  columns: string[];
  /** At most {@link ROWS} rows, each in the order of the columns. */
  rows: unknown[][];
  /** A name for each row; left out where rows have none but their number. */
  labels?: string[];
  /** How many rows there are in all. */
  total: number;
}

type Anything = Record<string, unknown>;

/** The frame that `value` is; undefined for anything else. Lists of records are {@link recordsOf}. */
export function frameOf(value: unknown): Frame | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const object = value as Anything;
  return danfo(object) ?? arquero(object) ?? arrow(object) ?? polars(object);
}

function danfo(object: Anything): Frame | undefined {
  const name = (peek(object, "constructor").constructor as { name?: unknown } | undefined)?.name;
  if (name !== "DataFrame" && name !== "Series") return undefined;
  const { columns, index, values, shape } = peek(object, "columns", "index", "values", "shape");
  if (![columns, index, values, shape].every(Array.isArray)) return undefined;
  const all = values as unknown[];
  const labels = index as unknown[];
  const rows = all.slice(0, ROWS).map((row) => (Array.isArray(row) ? (row as unknown[]) : [row]));
  return {
    columns: (columns as unknown[]).map(String),
    rows,
    labels: rows.map((_, at) => String(labels[at] ?? at)),
    total: all.length,
  };
}

function arquero(object: Anything): Frame | undefined {
  const { numRows, columnNames, get } = peek(object, "numRows", "columnNames", "get");
  if (![numRows, columnNames, get].every((method) => typeof method === "function")) {
    return undefined;
  }
  const total = Number((numRows as () => unknown).call(object));
  const columns = (columnNames as () => string[]).call(object);
  const cell = (name: string, row: number) =>
    (get as (name: string, row: number) => unknown).call(object, name, row);
  return { columns, rows: upTo(total, (row) => columns.map((name) => cell(name, row))), total };
}

function arrow(object: Anything): Frame | undefined {
  const { schema, numRows, get } = peek(object, "schema", "numRows", "get");
  const fields = (schema as { fields?: unknown } | undefined)?.fields;
  if (!Array.isArray(fields) || typeof numRows !== "number" || typeof get !== "function") {
    return undefined;
  }
  const columns = fields.map((field: Anything) => String(field["name"]));
  const rowAt = (at: number) => (get as (at: number) => Anything).call(object, at);
  const row = (at: number) => {
    const record = rowAt(at);
    return columns.map((name) => record[name]);
  };
  return { columns, rows: upTo(numRows, row), total: numRows };
}

function polars(object: Anything): Frame | undefined {
  const { schema, head, toRecords, height } = peek(object, "schema", "head", "toRecords", "height");
  if (typeof schema !== "object" || schema === null) return undefined;
  if (typeof head !== "function" || typeof toRecords !== "function") return undefined;
  const first = (head as (count: number) => Anything).call(object, ROWS);
  const records = (first["toRecords"] as () => Anything[]).call(first);
  const columns = Array.isArray(object["columns"])
    ? object["columns"].map(String)
    : Object.keys(schema);
  const rows = records.map((record) => columns.map((name) => record[name]));
  return { columns, rows, total: typeof height === "number" ? height : records.length };
}

const upTo = <Row>(total: number, row: (at: number) => Row): Row[] =>
  Array.from({ length: Math.min(total, ROWS) }, (_, at) => row(at));

/** A list of at least two records, plain objects of simple values, as a table; undefined for anything else. */
export function recordsOf(value: unknown): Frame | undefined {
  if (!Array.isArray(value) || value.length < 2) return undefined;
  const columns = new Set<string>();
  const rows = value.slice(0, ROWS) as unknown[];
  for (const row of rows) {
    if (!isRecord(row)) return undefined;
    for (const key of Object.keys(row)) columns.add(key);
  }
  if (columns.size === 0) return undefined;
  const names = [...columns];
  const cells = rows.map((row) => names.map((name) => (row as Anything)[name]));
  // Where little overlaps it is a list of different things.
  const filled = cells.reduce(
    (sum, row) => sum + row.filter((cell) => cell !== undefined).length,
    0,
  );
  if (filled < (rows.length * names.length) / 2) return undefined;
  return { columns: names, rows: cells, total: value.length };
}

function isRecord(value: unknown): value is Anything {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  // A getter may throw, or take its time.
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(
    (property) => "value" in property && isSimple(property.value),
  );
}

const isSimple = (value: unknown) =>
  value === null ||
  value instanceof Date ||
  !(typeof value === "object" || typeof value === "function" || typeof value === "symbol");
