/** Why a name is not there: the cell that declares it failed, did not run, or ran in a runtime that is gone. */

/** What became of a cell; `skipped` is one that waited behind another that failed. */
export type Fate = "ran" | "failed" | "stopped" | "skipped" | "lost";

/** A cell and what became of it. */
interface CellFate {
  /** What tracebacks call it; undefined of one that never had a number. */
  name: string | undefined;
  /** The front end's id of it, where it sent one. */
  cellId: string | undefined;
  code: string;
  fate: Fate;
}

/** No more are remembered, the latest. */
const MOST = 500;
/** Characters; longer cells hold data. */
const LONGEST = 10_000;

/** What became of a session's latest cells. */
export class CellFates {
  #cells: CellFate[] = [];

  /** A cell runs anew, others were deleted: what they were before is of no interest any more. */
  forget(cellIds: readonly (string | undefined)[]): void {
    const ids = new Set(cellIds.filter((id) => id !== undefined));
    if (ids.size === 0) return;
    this.#cells = this.#cells.filter(({ cellId }) => cellId === undefined || !ids.has(cellId));
  }

  /** A cell ended, or was passed over. */
  add(cell: CellFate): void {
    if (cell.code.length > LONGEST) return;
    this.#cells.push(cell);
    if (this.#cells.length > MOST) this.#cells.shift();
  }

  /** The runtime is gone, and all that cells had declared in it. */
  lose(): void {
    for (const cell of this.#cells) if (cell.fate === "ran") cell.fate = "lost";
  }

  /**
   * Which cell to run for a name that is not there; undefined where none is known.
   *
   * @param declares whether a cell's text declares the name
   */
  advice(name: string, declares: (code: string, name: string) => boolean): string | undefined {
    const whole = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
    const found = this.#cells.findLast(({ code }) => whole.test(code) && declares(code, name));
    return found && sentence(found);
  }
}

function sentence({ name = "A cell", fate }: CellFate): string | undefined {
  switch (fate) {
    case "failed":
      return `${name} declares it, and failed: mend that cell and run it first.`;
    case "stopped":
      return `${name} declares it, and was stopped: run that cell first.`;
    case "skipped":
      return `${name} declares it that did not run, since one before it failed: run that cell first.`;
    case "lost":
      return `${name} declared it before the runtime was started anew: run that cell again.`;
    case "ran":
      return undefined;
  }
}
