/** What cells print: `process.stdout`, `process.stderr` and so `console`, put on the ordered channel. */
import { outputCell } from "./cell.ts";
import { sendStream } from "./channel.ts";
import { drainSources } from "./outside/sources.ts";
import { endIfStopped } from "./stopped-code.ts";

const isView = ArrayBuffer.isView;

/** Sends `text` as output of the current cell. */
export function print(name: "stdout" | "stderr", text: string): void {
  if (text === "") return;
  drainSources();
  sendStream(outputCell()?.id ?? 0, name, text);
}

/** Redirects the process's own streams; from here on nothing of JavaScript's reaches descriptors 1 and 2. */
export function patchOutput(): void {
  patchStream(process.stdout, "stdout");
  patchStream(process.stderr, "stderr");
}

function patchStream(stream: NodeJS.WriteStream, name: "stdout" | "stderr"): void {
  const write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    callback?: (error?: Error | null) => void,
  ): boolean => {
    endIfStopped();
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof chunk === "string") {
      printText(name, chunk, typeof encoding === "string" ? encoding : undefined);
    } else if (isView(chunk)) {
      printBytes(name, chunk);
    } else {
      throw new TypeError(
        `process.${name}.write takes a string or bytes, and was given ${chunk === null ? "null" : typeof chunk}`,
      );
    }
    if (done) process.nextTick(done, null);
    return true;
  };
  // Nobody ends a cell's output; what is given with the end is written.
  const end = (...given: unknown[]): unknown => {
    const done = typeof given.at(-1) === "function" ? (given.pop() as () => void) : undefined;
    const [chunk, encoding] = given as [string | Uint8Array | undefined, BufferEncoding?];
    if (chunk !== undefined && chunk !== null) write(chunk, encoding);
    if (done) process.nextTick(done);
    return stream;
  };
  define(stream, { write, end, ...terminal(write) });
}

/**
 * What a terminal's stream can do. A notebook is none, and says so; a carriage return is all of it that front
 * ends know, and enough for a line that is drawn anew, and the other sequences are dropped by those that do not know them.
 */
function terminal(write: (text: string) => boolean): Record<string, unknown> {
  const put = (text: string, done?: () => void) => {
    if (done) process.nextTick(done);
    return write(text);
  };
  const csi = (count: number, forth: string, back: string) =>
    count === 0 ? "" : `\u001b[${Math.abs(count)}${count > 0 ? forth : back}`;
  return {
    isTTY: false,
    columns: 80,
    rows: 24,
    hasColors: () => false,
    getColorDepth: () => 1,
    getWindowSize: () => [80, 24],
    clearLine: (direction = 0, done?: () => void) =>
      put(`\u001b[${direction < 0 ? 1 : direction > 0 ? 0 : 2}K`, done),
    clearScreenDown: (done?: () => void) => put("\u001b[0J", done),
    cursorTo: (x: number, y?: number | (() => void), done?: () => void) => {
      if (typeof y === "function" || y === undefined)
        return put(x === 0 ? "\r" : `\u001b[${x + 1}G`, y ?? done);
      return put(`\u001b[${y + 1};${x + 1}H`, done);
    },
    moveCursor: (dx = 0, dy = 0, done?: () => void) =>
      put(csi(dx, "C", "D") + csi(dy, "B", "A"), done),
  };
}

function define(target: object, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
}

/** Prints a text that stands for bytes in `encoding`. */
export function printText(name: "stdout" | "stderr", text: string, encoding = "utf8"): void {
  const plain = encoding === "utf8" || encoding === "utf-8";
  if (plain) print(name, text);
  else printBytes(name, Buffer.from(text, encoding as BufferEncoding));
}

/** Prints bytes; a character that is split over two calls stays whole. */
export function printBytes(name: "stdout" | "stderr", bytes: Uint8Array): void {
  print(name, decode(name, bytes));
}

function decode(name: "stdout" | "stderr", bytes: Uint8Array): string {
  return outputCell()?.decode(name, bytes) ?? Buffer.from(bytes).toString("utf8");
}
