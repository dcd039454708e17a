/** A cell with magics → what the kernel does before its code, and its code as TypeScript. */

import { findMagic, magics } from "./registry.ts";
import { isCommand, isProgram, type KnownNames } from "./bang.ts";
import { isDeclared, isDeclaredBy } from "./declared.ts";
import { Edits } from "./edits.ts";
import { lineCode, RUNTIME_NAME } from "./interpolate.ts";
import { MagicError, type CodeMagic, type CodeSource, type KernelMagic } from "./magic.ts";
import { lineEnd, scanLines } from "./scan.ts";

/** One magic or command that is done by the kernel. */
export interface MagicCall {
  /** A magic's name; `!` for a command, `!!` for one whose lines are its value. */
  readonly name: string;
  /** What follows the name, as TypeScript: a string literal or a template. */
  readonly argument: string;
  /** The rest of the cell, for a magic with `%%`. */
  readonly body: string;
}

/** What is known of the session while a cell is read. */
export interface CellSource extends CodeSource {
  /** Whether an earlier cell defined this name. */
  isDefined(name: string): boolean;
  /** Default: looks through PATH. */
  isProgram?(name: string): boolean;
}

/** A cell, read. */
export interface CellReading {
  /** Magics and commands above all code, in their order. */
  readonly head: readonly MagicCall[];
  /** The cell as TypeScript, line by line where it was. */
  readonly code: string;
  /** What is wrong with a magic: the cell must not run. */
  readonly error: MagicError | undefined;
  /** Where signs of the code are in the cell, and the other way round. */
  readonly edits: Edits;
  /** Where the magic lines lie, in the cell. */
  readonly lines: readonly { start: number; end: number; name: string; textStart: number }[];
}

const NOTHING: CellSource = { isExpression: () => false, isDefined: () => false };

/** The start of an assignment whose value may be a magic or a command. */
const ASSIGNMENT =
  /^(?:export[ \t]+)?((?:const|let|var)[ \t]+)?([\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Continue}$]+)*|\[[^\]=\n]*\]|\{[^}=\n]*\})[ \t]*(:[^=\n]+)?=[ \t]*(?=[!%])/u;

/** Reads a cell. Never throws: what is wrong is in `error`, and the rest is read all the same. */
export function readCell(cell: string, source: CellSource = NOTHING): CellReading {
  const reader = new Reader(cell, source);
  // Without a sign of a magic the cell stays byte for byte what it was.
  if (/^[ \t]*[%!]|=[ \t]*[%!]/m.test(cell)) reader.read();
  return reader;
}

class Reader implements CellReading {
  readonly head: MagicCall[] = [];
  readonly edits: Edits;
  readonly lines: { start: number; end: number; name: string; textStart: number }[] = [];
  error: MagicError | undefined;
  /** Once code or a magic that is code was seen, what follows is done in its turn, within the code. */
  #headOver = false;
  readonly #cell: string;
  readonly #source: CellSource;
  readonly #names: KnownNames;

  constructor(cell: string, source: CellSource) {
    this.#cell = cell;
    this.#source = source;
    this.edits = new Edits(cell);
    this.#names = {
      isVariable: (name) => source.isDefined(name) || isDeclared(cell, name),
      isProgram: source.isProgram ?? isProgram,
    };
  }

  get code(): string {
    return this.edits.any ? this.edits.text : this.#cell;
  }

  read(): void {
    if (this.#cellMagic()) return;
    this.#scan(0);
  }

  /** Takes the magic lines from `from` on. */
  #scan(from: number): void {
    scanLines(this.#cell.slice(from), (at, before) => {
      this.#headOver ||= !before.atHead;
      const start = from + at;
      const sign = this.#cell[start];
      let end: number | undefined;
      if (sign === "%") end = this.#magicLine(start, before.afterExpression);
      else if (sign === "!") end = this.#commandLine(start);
      else end = this.#assignment(start);
      return end === undefined ? undefined : end - from;
    });
  }

  /** `%%name` on the first line that is not blank: the rest of the cell is its text or its code. */
  #cellMagic(from = 0, after = ""): boolean {
    const found = /^\s*%%([^\s%]*)[ \t]*/.exec(this.#cell.slice(from));
    if (!found) return false;
    const [whole, name = ""] = found;
    const start = from + whole.search(/\S/);
    const end = lineEnd(this.#cell, from + whole.length);
    const argument = this.#cell.slice(from + whole.length, end).trimEnd();
    const bodyStart = /^(?:\r?\n)?/.exec(this.#cell.slice(end))![0].length + end;
    this.lines.push({ start, end, name: `%%${name}`, textStart: from + whole.length });
    const magic = this.#find(name, "%%");
    if (!magic) {
      this.edits.blank(start, this.#cell.length);
      return true;
    }
    if (magic.form !== "code") {
      const body = this.#cell.slice(bodyStart);
      this.head.push({ name, argument: lineCode(argument, this.#source), body });
      this.edits.blank(start, this.#cell.length);
      return true;
    }
    const body = this.#cell.slice(bodyStart);
    const frame = this.#attempt(() => magic.cell!(argument, { ...this.#source, body }));
    this.edits.replace(start, end, [frame?.before ?? ""]);
    const behind = (frame?.after ?? "") + after;
    if (this.#cellMagic(end, behind)) return true;
    this.#headOver = true;
    this.#scan(bodyStart);
    // On a line of its own, since the last one may be a comment.
    if (behind !== "") this.edits.append(`\n${behind}`);
    return true;
  }

  #magicLine(start: number, afterExpression: boolean): number | undefined {
    const found = /^%(%?)([^\s%]*)[ \t]*/.exec(this.#cell.slice(start))!;
    const [whole, second, name = ""] = found;
    // The remainder of a division that the line above began.
    if (afterExpression && second === "" && !magics.has(name)) return undefined;
    const end = this.#logicalEnd(start);
    const textStart = Math.min(start + whole.length, end);
    this.lines.push({ start, end, name: `%${second}${name}`, textStart });
    if (second === "%") {
      this.error ??= new MagicError(
        `%%${name} takes the whole cell: it must stand on the first line.`,
      );
      this.edits.blank(start, end);
      return end;
    }
    const magic = this.#find(name, "%");
    if (!magic) this.edits.blank(start, end);
    else if (magic.form === "code") this.#codeLine(magic, start, textStart, end);
    else this.#call(name, start, textStart, end, !this.#headOver);
    return end;
  }

  #commandLine(start: number): number | undefined {
    const end = this.#logicalEnd(start);
    const sign = this.#cell.startsWith("!!", start) ? "!!" : "!";
    const line = this.#cell.slice(start + sign.length, lineEnd(this.#cell, start));
    if (!isCommand(line, this.#names, false)) return undefined;
    const textStart = start + sign.length;
    this.lines.push({ start, end, name: sign, textStart });
    this.#call(sign, start, textStart, end, !this.#headOver);
    return end;
  }

  /** `files = !ls`, `const now = %pwd`. */
  #assignment(start: number): number | undefined {
    const found = ASSIGNMENT.exec(this.#cell.slice(start, lineEnd(this.#cell, start)));
    if (!found) return undefined;
    this.#headOver = true;
    const [whole, keyword, target = "", annotation] = found;
    const at = start + whole.length;
    const line = this.#cell.slice(at + 1, lineEnd(this.#cell, at));
    const end = this.#logicalEnd(at);
    let name = "!!";
    let textStart = at + 1;
    if (this.#cell[at] === "%") {
      name = /^[^\s%]*/.exec(line)![0];
      textStart += name.length + /^[ \t]*/.exec(line.slice(name.length))![0].length;
    } else if (this.#cell[at + 1] === "!" || !isCommand(line, this.#names, true)) return undefined;
    this.lines.push({ start: at, end, name: name === "!!" ? "!" : `%${name}`, textStart });
    const magic = name === "!!" ? undefined : this.#find(name, "%");
    if (name !== "!!" && !magic) {
      this.edits.blank(start, end);
      return end;
    }
    const bare = keyword === undefined && annotation === undefined && !/[.[{]/.test(target);
    // At the top of a cell it defines the name, as it would in Python.
    const topLevel = start === 0 || this.#cell[start - 1] === "\n";
    if (bare && topLevel && !isDeclaredBy(this.#cell, target, [start, end])) {
      this.edits.replace(start, start, ["var "]);
    }
    if (magic?.form === "code") this.#codeLine(magic, at, textStart, end);
    else this.#call(name, at, textStart, end, false);
    return end;
  }

  #call(name: string, start: number, textStart: number, end: number, atHead: boolean): void {
    const joined = name.startsWith("!")
      ? this.#cell.slice(textStart, end)
      : this.#cell.slice(textStart, end).replaceAll(/\\\r?\n/g, " ");
    const argument = lineCode(joined.trim(), this.#source);
    if (atHead) {
      this.head.push({ name, argument, body: "" });
      this.edits.blank(start, end);
      return;
    }
    const method = name === "!!" ? "lines" : "call";
    const words = name === "!!" ? argument : `${JSON.stringify(name)}, ${argument}`;
    this.edits.replace(start, end, [`await ${RUNTIME_NAME}.${method}(${words});`]);
  }

  #codeLine(magic: CodeMagic, start: number, textStart: number, end: number): void {
    this.#headOver = true;
    const text = this.#cell.slice(textStart, end);
    const frame = this.#attempt(() => {
      if (magic.line) return magic.line(text, this.#source);
      throw new MagicError(
        `%${magic.name} takes a whole cell: write %%${magic.name} on its first line.`,
      );
    });
    if (!frame) return this.edits.blank(start, end);
    const code = { from: textStart + frame.from, to: textStart + frame.to };
    this.edits.replace(start, end, [frame.before, code, frame.after]);
  }

  #find(name: string, signs: "%" | "%%"): KernelMagic | CodeMagic | undefined {
    return this.#attempt(() => findMagic(name, signs));
  }

  #attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof MagicError)) throw error;
      this.error ??= error;
      return undefined;
    }
  }

  /** The end of a line, and of those that go on behind a backslash. */
  #logicalEnd(start: number): number {
    let end = lineEnd(this.#cell, start);
    while (this.#cell[end - 1] === "\\" && end < this.#cell.length) {
      end = lineEnd(this.#cell, end + (this.#cell[end] === "\r" ? 2 : 1));
    }
    return end;
  }
}
