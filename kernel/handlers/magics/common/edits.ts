/** Lines that became other text, and where in it the user's own signs are. */

/** A stretch of the user's text that stands in the new text as it was. */
interface Copy {
  /** Offset in the new text of the edit. */
  at: number;
  /** Offset in the old text. */
  from: number;
  length: number;
}

interface Edit {
  start: number;
  end: number;
  text: string;
  copies: Copy[];
}

/** A text with stretches replaced; no edit changes the number of lines. */
export class Edits {
  readonly #old: string;
  readonly #edits: Edit[] = [];

  constructor(old: string) {
    this.#old = old;
  }

  /** Whether anything was replaced. */
  get any(): boolean {
    return this.#edits.length > 0;
  }

  /**
   * Replaces the text from `start` to `end` by these pieces, in order of the offsets: a text, or a
   * stretch of the old text. Line breaks that would be lost are put behind.
   */
  replace(
    start: number,
    end: number,
    pieces: readonly (string | { from: number; to: number })[],
  ): void {
    let text = "";
    const copies: Copy[] = [];
    for (const piece of pieces) {
      if (typeof piece === "string") text += piece;
      else {
        copies.push({ at: text.length, from: piece.from, length: piece.to - piece.from });
        text += this.#old.slice(piece.from, piece.to);
      }
    }
    const breaks = this.#old.slice(start, end).match(/\n/g)?.length ?? 0;
    const kept = text.match(/\n/g)?.length ?? 0;
    this.#edits.push({ start, end, text: text + "\n".repeat(Math.max(0, breaks - kept)), copies });
  }

  /** Replaces signs by blanks, so that nothing moves. */
  blank(start: number, end: number): void {
    this.replace(start, end, [this.#old.slice(start, end).replaceAll(/[^\r\n]/g, " ")]);
  }

  /** Adds text at the end. */
  append(text: string): void {
    this.replace(this.#old.length, this.#old.length, [text]);
  }

  /** The new text. */
  get text(): string {
    let text = "";
    let at = 0;
    for (const edit of this.#edits) {
      text += this.#old.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return text + this.#old.slice(at);
  }

  /** Where an offset of the old text is in the new one; undefined where it is replaced by other text. */
  toNew(offset: number): number | undefined {
    let moved = 0;
    for (const { start, end, text, copies } of this.#edits) {
      if (offset < start) break;
      if (
        offset < end ||
        (offset === end && copies.some((copy) => copy.from + copy.length === end))
      ) {
        const copy = copies.find(({ from, length }) => offset >= from && offset <= from + length);
        return copy && start + moved + copy.at + offset - copy.from;
      }
      moved += text.length - (end - start);
    }
    return offset + moved;
  }

  /** Where an offset of the new text comes from; undefined for text that the user did not write. */
  toOld(offset: number): number | undefined {
    let moved = 0;
    for (const { start, end, text, copies } of this.#edits) {
      const newStart = start + moved;
      if (offset < newStart) break;
      if (offset < newStart + text.length) {
        const inside = offset - newStart;
        const copy = copies.find(({ at, length }) => inside >= at && inside <= at + length);
        return copy && copy.from + inside - copy.at;
      }
      moved += text.length - (end - start);
    }
    return offset - moved;
  }
}
