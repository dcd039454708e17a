/** The columns of tables: typed values, and how they are written. */
import { formatNumber, formatTicks } from "../../common/numbers.ts";
import { oneLine } from "../../common/words.ts";

/** What a cell holds; null where there is nothing. */
export type Cell = number | string | boolean | null;

/** A column: values of one kind, null where there are none. */
export interface Column {
  /** Its name in records, files and frames; no two of a table are alike. */
  readonly key: string;
  /** As its head says; the key where left out. */
  readonly name?: string;
  /** `mixed` holds values of several kinds, as a parameter's in a table by parameters does. */
  readonly kind: "number" | "text" | "boolean" | "state" | "mixed";
  readonly values: readonly Cell[];
  /** How the cells are written, where that is not how their kind is. */
  readonly texts?: readonly string[];
  /** Rows whose cell is to be seen. */
  readonly marked?: readonly number[];
}

/** The cells as they are shown; "" where there is nothing. */
export function columnTexts({ kind, values, texts }: Column): readonly string[] {
  if (texts) return texts;
  if (kind !== "number") return values.map(cellText);
  const written = numberTexts(values.filter((value): value is number => typeof value === "number"));
  let next = 0;
  return values.map((value) => (typeof value === "number" ? written[next++]! : ""));
}

/** One cell by itself. */
export function cellText(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return formatNumber(value, Number.isInteger(value) ? 3 : 2);
  return oneLine(String(value));
}

/** Decimals beyond these say nothing at a glance; files have all of them. */
const MOST_DECIMALS = 4;

/**
 * Numbers of one column: with equally many decimals, so that the smallest still shows three digits; each by
 * itself where they span too many powers of ten for that.
 */
export function numberTexts(values: readonly number[]): string[] {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const least = sizes.reduce((low, size) => Math.min(low, size), Infinity);
  const most = sizes.reduce((high, size) => Math.max(high, size), 0);
  const isWhole = values.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  if (isWhole || least < 1e-3 || most >= 1e7 || most / least > 1e5) {
    return values.map((value) => formatNumber(value));
  }
  const wanted = 2 - Math.floor(Math.log10(least));
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, wanted));
  const rounded = values.map((value) => (Number.isFinite(value) ? value.toFixed(decimals) : ""));
  return values.map((value, row) =>
    Number.isFinite(value) ? withDecimals(rounded[row]!) : formatNumber(value),
  );
}

/** A written number with thin spaces at thousands and a true minus; its decimals stay. */
function withDecimals(text: string): string {
  const [whole = "", decimals] = text.replace("-", "").split(".");
  const spaced = formatTicks([Number(whole)])[0] ?? whole;
  const sign = text.startsWith("-") && Number(text) !== 0 ? "−" : "";
  return `${sign}${spaced}${decimals === undefined ? "" : `.${decimals}`}`;
}

/** Whether a column's cells stand at the right. */
export function isNumeric({ kind }: Column): boolean {
  return kind === "number";
}

/**
 * Row numbers from the least value to the greatest: numbers by size (NaN after all others), text by letters,
 * states by how far they came; nothing comes last. Rows that are alike keep their order.
 */
export function ascending({ kind, values }: Column): number[] {
  const rank = (value: Cell): [number, number, string] => {
    if (value === null) return [3, 0, ""];
    if (typeof value === "number") return Number.isNaN(value) ? [1, 0, ""] : [0, value, ""];
    if (kind === "state") return [0, STATES.indexOf(String(value)), ""];
    return [2, 0, String(value)];
  };
  const ranks = values.map(rank);
  return values
    .map((_, row) => row)
    .toSorted((one, other) => {
      const [kindOne, sizeOne, textOne] = ranks[one]!;
      const [kindOther, sizeOther, textOther] = ranks[other]!;
      if (kindOne !== kindOther) return kindOne - kindOther;
      if (sizeOne !== sizeOther) return sizeOne < sizeOther ? -1 : 1;
      return textOne < textOther ? -1 : textOne > textOther ? 1 : one - other;
    });
}

const STATES = ["complete", "pruned", "paused", "running", "interrupted", "failed", "waiting"];
