/** `process.stdin` of cells: each line that somebody waits for is asked of the user. */
import { Readable } from "node:stream";
import { type Cell, currentCell, Interrupted, outputCell, runIn } from "../cell.ts";
import { ask } from "../user-input.ts";

/** Control-D: a line of it alone ends the input, as in a terminal. */
const END = "\u0004";

const immediate = setImmediate;

/** A reader of lines, such as an interface of `node:readline`: attached to the input long before it wants a line. */
export interface LineReader {
  /** Its listeners of the input's `data`, which want nothing by themselves. */
  readonly listeners: readonly unknown[];
  /** Whether it waits for a line. */
  wants(): boolean;
  /** A line has come. */
  served(): void;
}

/** Input that is asked for only while somebody waits for it. While one asks, its cell does not end. */
export class CellInput extends Readable {
  readonly fd = 0;
  readonly isTTY = false;
  readonly #readers = new Set<LineReader>();
  /** The stream's machinery asked for data and got none yet. */
  #hungry = false;
  #asking = false;
  #cell: Cell | undefined;
  /** Whether another stream has taken its place. */
  retired = false;

  constructor() {
    // Nothing in advance: whatever is read ahead is a question that nobody wants.
    super({ highWaterMark: 0 });
    this.on("newListener", (event: string) => {
      if (event === "data" || event === "readable") this.wantSoon();
    });
  }

  /** The process does not end by itself anyway. */
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** Somebody attaches itself without wanting a line yet. */
  attach(reader: LineReader): void {
    this.#readers.add(reader);
  }

  detach(reader: LineReader): void {
    this.#readers.delete(reader);
  }

  /** The running code waits for input from now on. */
  want(): void {
    this.#cell = currentCell() ?? this.#cell;
    this.#linger();
    this.#consider();
  }

  /** It does so once what it calls now has returned. */
  wantSoon(): void {
    this.#linger();
    process.nextTick(() => this.want());
  }

  /** The stream begins to flow in the next turn: a cell whose last line this is ends no sooner. */
  #linger(): void {
    const cell = currentCell();
    if (cell === undefined || cell.ended) return;
    const turn = new Promise<void>((resolve) => immediate(resolve));
    cell.pending.add(turn);
    void turn.then(() => cell.pending.delete(turn));
  }

  override _read(): void {
    this.#hungry = true;
    this.#cell = currentCell() ?? this.#cell ?? outputCell();
    this.#consider();
  }

  #consider(): void {
    if (!this.#hungry || this.#asking) return;
    this.#asking = true;
    const asked = this.#ask();
    const cell = this.#cell;
    cell?.pending.add(asked);
    void asked.finally(() => cell?.pending.delete(asked));
  }

  async #ask(): Promise<void> {
    // What took the line before may still close or pause what reads.
    await new Promise((resolve) => immediate(resolve));
    const cell = this.#cell;
    if (!cell || !this.#isWanted()) {
      this.#asking = false;
      return;
    }
    try {
      const line = await runIn(cell, () => ask(""));
      this.#asking = this.#hungry = false;
      for (const reader of this.#readers) reader.served();
      runIn(cell, () => this.push(line === END ? null : `${line}\n`));
    } catch (error) {
      this.#asking = false;
      this.#fail(cell, error);
    }
    // Whoever the line was for may want another one, and its cell must not have ended.
    await new Promise((resolve) => immediate(resolve));
  }

  #isWanted(): boolean {
    if (this.listenerCount("readable") > 0) return true;
    if (this.readableFlowing !== true) return false;
    const readers = [...this.#readers];
    const attached = new Set(readers.flatMap(({ listeners }) => listeners));
    return (
      readers.some((reader) => reader.wants()) ||
      this.listeners("data").some((listener) => !attached.has(listener))
    );
  }

  /** Nobody can answer, or the cell was stopped: what waits would wait for ever. */
  #fail(cell: Cell, error: unknown): void {
    // What this cell has left on the stream is no concern of the next; interfaces that last still work.
    this.retired = true;
    if (error instanceof Interrupted || cell.aborted) return;
    if (!cell.ended) return cell.fail(error);
    runIn(cell, () =>
      queueMicrotask(() => {
        throw error;
      }),
    );
  }
}
