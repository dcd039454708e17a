/** A data frame of danfojs in types of the library's own: danfojs is an optional peer, and need not be there. */

/** One column: danfojs's Series. Members beyond these are there, without their types. */
export interface DataSeries {
  /** The column's cells, from above. */
  readonly values: (number | string | boolean | null)[];
  /** The numbers or names of the rows. */
  readonly index: (string | number)[];
  readonly shape: number[];
  readonly size: number;
  readonly dtypes: string[];
  /** The first rows; 5 where no number is given. */
  head(rows?: number): DataSeries;
  /** The last rows; 5 where no number is given. */
  tail(rows?: number): DataSeries;
  /** Count, mean, deviation and quartiles. */
  describe(): DataSeries;
  unique(): DataSeries;
  valueCounts(): DataSeries;
  mean(): number;
  median(): number;
  min(): number;
  max(): number;
  sum(): number;
  std(): number;
  /** Writes it as a text table. */
  print(): void;
  toString(): string;
  // As danfojs types it itself.
  [member: string]: any;
}

/**
 * A danfojs DataFrame: its most common members, with what they return. The rest of danfojs's members are
 * there too, without their types.
 */
export interface DataFrame {
  /** Rows and columns. */
  readonly shape: number[];
  readonly columns: string[];
  /** "float32" (any number), "int32", "string" or "boolean" for each column. */
  readonly dtypes: string[];
  /** The numbers or names of the rows. */
  readonly index: (string | number)[];
  /** Cells by rows. */
  readonly values: (number | string | boolean | null)[][];
  /** The first rows; 5 where no number is given. */
  head(rows?: number): DataFrame;
  /** The last rows; 5 where no number is given. */
  tail(rows?: number): DataFrame;
  /** Rows drawn at random. */
  sample(rows?: number, options?: { seed?: number }): Promise<DataFrame>;
  /** Count, mean, deviation and quartiles of each column of numbers. */
  describe(): DataFrame;
  column(name: string): DataSeries;
  /** Rows and columns by names. */
  loc(which: { rows?: unknown; columns?: string[] }): DataFrame;
  /** Rows and columns by place: `{ rows: ["0:10"], columns: [0, 2] }`. */
  iloc(which: { rows?: unknown; columns?: (string | number)[] }): DataFrame;
  /** The rows for which it holds: `frame.query(frame.column("loss").lt(0.1))`. */
  query(condition: DataSeries | boolean[]): DataFrame;
  /** Rows in the order of a column, ascending where not said. */
  sortValues(column: string, options?: { ascending?: boolean }): DataFrame;
  /** Where every column is one of numbers: of each column with `axis: 0`, of each row with 1, the default. */
  mean(options?: { axis?: 0 | 1 }): DataSeries;
  /** Writes it as a text table. */
  print(): void;
  toString(): string;
  // As danfojs types it itself.
  [member: string]: any;
}
