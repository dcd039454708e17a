/** Whose output is still on the page: a cell that was run again, cleared or deleted has lost its own. */
import type { Cell } from "./cell.ts";

/** The last run of each cell of the notebook. */
const latest = new Map<string, Cell>();
const gone = new WeakSet<Cell>();

/** A cell begins: what an earlier run of it has shown is taken away. */
export function begins(cell: Cell): void {
  lost(cell.cellId);
  latest.set(cell.cellId, cell);
}

/** The front end has deleted a cell. */
export function lost(cellId: string): void {
  const cell = latest.get(cellId);
  if (cell) gone.add(cell);
  latest.delete(cellId);
}

/** A cell takes away what it has shown so far. */
export function cleared(cell: Cell): void {
  gone.add(cell);
}

/** Whether what a run of a cell has shown is still there. */
export function stands(cell: Cell): boolean {
  return !gone.has(cell);
}
