/** Where the cells of a mosaic lie: parameters nested in rows and columns, with wider gaps further out. */
import { importance } from "../../analysis/importance.ts";
import type { StudyView } from "../../study/observer.ts";
import type { MosaicCell, MosaicData, MosaicLevels } from "./data.ts";

/** One side of a mosaic: parameters from outer to inner, and the edges of the slots in cell widths. */
export interface Side {
  readonly levels: readonly MosaicLevels[];
  /** Where each slot begins, and where it ends; in the order of slots, gaps between them. */
  readonly slots: readonly (readonly [number, number])[];
  readonly length: number;
}

/** A mosaic's layout. */
export interface MosaicLayout {
  readonly rows: Side;
  readonly columns: Side;
  /** The slots of a cell. */
  slotOf(cell: MosaicCell): { readonly row: number; readonly column: number };
}

/** Columns to rows: as wide as a page is, beside its height. */
const ASPECT = 2.6;

/** Gaps in cells where the next parameter further out changes. */
const GAPS = [0, 0.4, 1, 2.4, 3.6, 5] as const;

/**
 * Chooses which parameters lie in rows and which in columns, so that the whole is about as wide as a page, with the two
 * that matter most outermost, one on each side.
 */
export function mosaicLayout(study: StudyView, data: MosaicData): MosaicLayout {
  const { rows, columns } = sides(study, data);
  const make = (levels: readonly MosaicLevels[]): Side => {
    const slots: (readonly [number, number])[] = [];
    const count = levels.reduce((product, { values }) => product * values.length, 1);
    let at = 0;
    for (let slot = 0; slot < count; slot++) {
      if (slot > 0) at += GAPS[Math.min(GAPS.length - 1, changedDepth(levels, slot))] ?? 0;
      slots.push([at, at + 1]);
      at += 1;
    }
    return { levels, slots, length: at };
  };
  const slot = (levels: readonly MosaicLevels[], cell: MosaicCell) =>
    levels.reduce(
      (sum, level) => sum * level.values.length + cell.places[data.levels.indexOf(level)]!,
      0,
    );
  return {
    rows: make(rows),
    columns: make(columns),
    slotOf: (cell) => ({ row: slot(rows, cell), column: slot(columns, cell) }),
  };
}

/** How far out the outermost parameter is that changes at a slot: 0 the innermost. */
function changedDepth(levels: readonly MosaicLevels[], slot: number): number {
  let size = 1;
  let depth = -1;
  for (const { values } of levels.toReversed()) {
    if (slot % size === 0) depth++;
    size *= values.length;
  }
  return Math.max(0, depth);
}

function sides(
  study: StudyView,
  data: MosaicData,
): { rows: MosaicLevels[]; columns: MosaicLevels[] } {
  const byPath = (path: string) => data.levels.find((level) => level.path === path);
  const named = (paths: readonly string[]) => paths.flatMap((path) => byPath(path) ?? []);
  const rows = named(data.asked.rows);
  const columns = named(data.asked.columns).filter((level) => !rows.includes(level));
  const free = byImportance(study, data).filter(
    (level) => !rows.includes(level) && !columns.includes(level),
  );
  const size = (levels: readonly MosaicLevels[]) =>
    levels.reduce((product, { values }) => product * values.length, 1);
  let least = Infinity;
  let chosen = { rows, columns: [...columns, ...free] };
  for (let choice = 0; choice < 2 ** Math.min(14, free.length); choice++) {
    const isRow = (k: number) => ((choice >> k) & 1) === 1;
    const own = {
      rows: [...rows, ...free.filter((_, k) => isRow(k))],
      columns: [...columns, ...free.filter((_, k) => !isRow(k))],
    };
    const shape = Math.abs(Math.log(size(own.columns) / size(own.rows) / ASPECT));
    const together = free.length > 1 && isRow(0) === isRow(1) ? 0.6 : 0;
    // The most important one reads best as rows: their names stand at the left.
    const cost = shape + together + (isRow(0) ? 0 : 0.05);
    if (cost < least) [least, chosen] = [cost, own];
  }
  return chosen;
}

/** Fewer tried configurations than this do not say what matters. */
const LEAST = 20;

function byImportance(study: StudyView, data: MosaicData): MosaicLevels[] {
  const shares = data.isKnown ? mainEffects(data) : found(study, data);
  return data.levels.toSorted(
    (one, other) => (shares.get(other.path) ?? 0) - (shares.get(one.path) ?? 0),
  );
}

function found(study: StudyView, data: MosaicData): Map<string, number> {
  if (data.tried < LEAST) return new Map();
  const { parameters } = importance(study, { objective: data.objective.name });
  return new Map(parameters.map(({ path, importance: share }) => [path, share]));
}

/** Where all values are known: the variance of the mean at each level. */
function mainEffects({ cells, levels }: MosaicData): Map<string, number> {
  const known = cells.filter(({ value }) => value !== undefined);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const all = mean(known.map(({ value }) => value!));
  return new Map(
    levels.map(({ path, values }, place) => {
      const effect = values.reduce<number>((sum, _, level) => {
        const own = known.filter(({ places }) => places[place] === level);
        return sum + own.length * (mean(own.map(({ value }) => value!)) - all) ** 2;
      }, 0);
      return [path, effect];
    }),
  );
}
