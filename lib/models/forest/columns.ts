/** What a column of a table holds: numbers in an order that means something, or one of `categories`. */
export type Column =
  { readonly kind: "number" } | { readonly kind: "category"; readonly categories: number };

/** A table column by column, with what growing a tree needs of it over and over. */
export interface ColumnTable {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Each column's values; not active is −∞ among numbers, and the last category among categories. */
  readonly values: readonly Float64Array[];
  /** Of each column of numbers the rows in the order of its values; of others undefined. */
  readonly orders: readonly (Int32Array | undefined)[];
}

/** Reads rows into columns and sorts them once for all trees. */
export function columnTable(
  x: Float64Array,
  rows: number,
  columns: readonly Column[],
): ColumnTable {
  const d = columns.length;
  const values = columns.map((column, k) => {
    const missing = missingOf(column);
    const column_ = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const value = x[row * d + k]!;
      column_[row] = Number.isNaN(value) ? missing : value;
    }
    return column_;
  });
  const orders = columns.map((column, k) =>
    column.kind === "number" ? sortedRows(values[k]!) : undefined,
  );
  return { rows, columns, values, orders };
}

/** What stands for NaN in a column. */
export function missingOf(column: Column): number {
  return column.kind === "number" ? -Infinity : column.categories;
}

function sortedRows(values: Float64Array): Int32Array {
  const rows = Int32Array.from(values, (_, row) => row);
  // Of equal values the earlier row first, so that the order depends on nothing else.
  return rows.toSorted((one, other) => {
    const left = values[one]!;
    const right = values[other]!;
    return left < right ? -1 : left > right ? 1 : one - other;
  });
}
