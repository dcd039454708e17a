import { currentHost } from "../../../display/current-host.ts";
import { frontEndOf } from "../../../display/front-end.ts";
import {
  FIGURE_MIME,
  type FigurePayload,
  type MimeBundle,
  type TableModel,
} from "../../../display/host.ts";
import type { DataFrame } from "../../../study/data-frame.ts";
import { drawnHtml } from "../../common/bundle.ts";
import { FigureError } from "../../common/figure-error.ts";
import { formatNumber } from "../../common/numbers.ts";
import { themes } from "../../common/theme.ts";
import { cut, oneLine } from "../../common/words.ts";
import { ascending, type Cell, type Column, columnTexts } from "./column.ts";
import { csvOf } from "./csv.ts";
import { frameOf } from "./frame.ts";
import { tableHtml } from "./html.ts";
import { tableText } from "./text.ts";

/** What a {@link Table} is made of. */
export interface TableParts {
  /** What kind of table it is: "trials". */
  id: string;
  /** What was found, in a sentence; plain text. */
  title: string;
  columns: readonly Column[];
  rows: number;
  /** Rows that hold the best. */
  best?: readonly number[];
  /** Rows by how much they are wanted, where a notebook cannot hold all; the first ones where left out. */
  wanted?: readonly number[];
}

/** One row as data, by column; NaN and infinite numbers as they are. */
export type TableRecord = Record<string, Cell>;

/** What a saved notebook holds of a table at most; the rest is there by `save`. */
const MOST_CELLS = 30_000;

/** Rows of one page. */
const PAGE = 15;

/**
 * A table as data: drawn as the last value of a cell, where it is sorted by a click and turned by pages also
 * without a kernel; or taken on as CSV, JSON, records or a danfojs frame.
 *
 * @example
 * const table = tables.trials(study);
 * await table.save("trials.csv");
 * const frame = await table.toFrame();
 */
export class Table {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** How many rows there are. */
  readonly rows: number;
  readonly #best: readonly number[];
  readonly #wanted: readonly number[] | undefined;

  constructor(parts: TableParts) {
    this.id = parts.id;
    this.title = oneLine(parts.title);
    this.columns = parts.columns;
    this.rows = parts.rows;
    this.#best = parts.best ?? [];
    this.#wanted = parts.wanted;
  }

  /** One object for each row, by the columns' keys; null where there is nothing. */
  toRecords(): TableRecord[] {
    return Array.from({ length: this.rows }, (_, row) =>
      Object.fromEntries(this.columns.map(({ key, values }) => [key, values[row] ?? null])),
    );
  }

  /**
   * The records as JSON can hold them: NaN, Infinity and -Infinity, for which it has no numbers, as the texts
   * "NaN", "Infinity" and "-Infinity"; null where there is nothing. What `JSON.stringify(table)` takes.
   */
  toJSON(): TableRecord[] {
    return this.toRecords().map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([key, value]) => [
          key,
          typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
        ]),
      ),
    );
  }

  /**
   * All rows as CSV (RFC 4180): a head, lines ended by CRLF, numbers with all their digits, NaN and Infinity
   * as such; an empty field where there is nothing.
   */
  toCSV(): string {
    return csvOf(this.columns, this.rows);
  }

  /**
   * All rows as a danfojs DataFrame: of trials, this is the study as a frame. Numbers that are not there are NaN.
   *
   * @throws FigureError with the install command where `danfojs-node` is not installed
   */
  async toFrame(): Promise<DataFrame> {
    return frameOf(this.columns, this.rows);
  }

  /**
   * Saves all rows as a file: .csv or .json.
   *
   * @throws FigureError for another ending
   */
  async save(path: string): Promise<void> {
    const ending = /\.(csv|json)$/i.exec(path)?.[1]?.toLowerCase();
    if (ending === undefined) {
      throw new FigureError(`Cannot save a table as "${path}"; give it the ending .csv or .json.`);
    }
    const { writeFile } = await import("node:fs/promises");
    await writeFile(
      path,
      ending === "csv" ? this.toCSV() : `${JSON.stringify(this.toJSON(), null, 2)}\n`,
    );
  }

  /** The table as the front end draws it; where there are very many rows, those that matter most. */
  toPayload(): FigurePayload {
    return {
      version: 1,
      kind: "table",
      id: `tunebook-${crypto.randomUUID()}`,
      alt: `Table of ${formatNumber(this.rows)} rows: ${cut(this.title, 300)}`,
      themes,
      table: this.#model(),
    };
  }

  /** Aligned columns, as many as have room. */
  toString(): string {
    return tableText(this.title, this.columns, this.rows);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** The table as Jupyter's MIME bundle: for the labextension, as HTML that every host shows, as text. */
  [Symbol.for("Jupyter.display")](): MimeBundle {
    const host = currentHost();
    const payload = this.toPayload();
    const { remark } = this.#model();
    const html = tableHtml(this.title, this.columns, this.rows, this.#best, remark);
    const drawn =
      frontEndOf(host) === "page"
        ? drawnHtml(host, `${payload.id}-page`, payload, html)
        : undefined;
    return { [FIGURE_MIME]: payload, "text/html": drawn ?? html, "text/plain": this.toString() };
  }

  #model(): TableModel {
    const most = Math.max(PAGE, Math.floor(MOST_CELLS / Math.max(1, this.columns.length)));
    const kept = this.#kept(most);
    const place = new Map(kept.map((row, index) => [row, index]));
    const placed = (rows: readonly number[]) => rows.flatMap((row) => place.get(row) ?? []);
    const remark =
      kept.length < this.rows
        ? `${formatNumber(kept.length)} of ${formatNumber(this.rows)} rows are here, the best and the newest; table.save("table.csv") writes all.`
        : "";
    return {
      title: cut(this.title, 200),
      remark,
      columns: this.columns.map((column) => {
        const texts = columnTexts(column);
        const order = placed(ascending(column));
        return {
          name: cut(column.name ?? column.key, 22),
          key: cut(column.key, 200),
          kind: column.kind === "number" || column.kind === "state" ? column.kind : "text",
          cells: kept.map((row) => cut(texts[row] ?? "", 120)),
          order: order.every((row, index) => row === index) ? null : order,
          marked: placed(column.marked ?? []),
        };
      }),
      count: kept.length,
      best: placed(this.#best),
      page: PAGE,
    };
  }

  /** The rows that a notebook holds, in their order. */
  #kept(most: number): number[] {
    const all = Array.from({ length: this.rows }, (_, row) => row);
    if (this.rows <= most) return all;
    return (this.#wanted ?? all).slice(0, most).toSorted((one, other) => one - other);
  }
}
