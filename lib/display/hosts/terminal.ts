import type { DisplayOptions, Host, MimeBundle } from "../host.ts";

/** The part of a writable stream that a terminal needs. */
export interface TerminalStream {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** A terminal, or a file or pipe that stands for one. */
export interface TerminalHost extends Host {
  readonly name: "terminal";
  /** Whether lines can be written over: a TTY. */
  readonly interactive: boolean;
  /** Characters in a line; 80 where unknown. */
  readonly columns: number;
  /** Writes lines that stay. */
  print(text: string): void;
  /** Draws a block of lines over the one drawn before; only where `interactive`. */
  redraw(lines: readonly string[]): void;
  /** Takes the block away, for lines that stay. */
  settle(): void;
}

/** Whether a host is a terminal, which is written to rather than displayed in. */
export function isTerminal(host: Host): host is TerminalHost {
  return host.name === "terminal";
}

/** A terminal on standard output, or on `stream`. */
export function terminalHost(stream: TerminalStream | undefined = standardOutput()): TerminalHost {
  const block = new Block(stream);
  const print = (text: string) => {
    block.remove();
    stream.write(text.endsWith("\n") ? text : `${text}\n`);
  };
  return {
    version: 1,
    name: "terminal",
    interactive: stream.isTTY === true,
    get columns() {
      return widthOf(stream);
    },
    display(bundle: MimeBundle, options: DisplayOptions = {}) {
      const text = plainText(bundle);
      if (options.update && stream.isTTY) block.draw(text.split("\n"));
      else if (!options.update) print(text);
    },
    clear: () => undefined,
    comm: undefined,
    cell: undefined,
    renderer: false,
    input: ask,
    print,
    redraw: (lines) => block.draw(lines),
    settle: () => block.remove(),
  };
}

/** Some pseudo-terminals say that they have no columns at all. */
function widthOf(stream: TerminalStream): number {
  return stream.columns || 80;
}

function plainText(bundle: MimeBundle): string {
  const text = bundle["text/plain"];
  if (typeof text === "string") return text;
  return Array.isArray(text) ? text.join("") : `[${Object.keys(bundle).join(", ")}]`;
}

/**
 * Lines at the bottom of a terminal which are written over in place. While they are there, what others
 * print (an objective's console.log) goes above them instead of into them.
 */
class Block {
  readonly #stream: TerminalStream;
  #height = 0;
  #lines: readonly string[] = [];
  /** The stream's own `write`, while ours stands before it. */
  #write: TerminalStream["write"] | undefined;

  constructor(stream: TerminalStream) {
    this.#stream = stream;
  }

  draw(lines: readonly string[]): void {
    const width = widthOf(this.#stream) - 1;
    this.#lines = lines.map((line) => [...line].slice(0, width).join(""));
    const text = this.#erasing() + this.#lines.join("\n") + "\n";
    this.#height = this.#lines.length;
    this.#intercept();
    this.#raw(text);
  }

  remove(): void {
    if (this.#height > 0) this.#raw(this.#erasing());
    this.#height = 0;
    if (this.#write) this.#stream.write = this.#write;
    this.#write = undefined;
  }

  /** Moves to the block's first line and clears from there. */
  #erasing(): string {
    return this.#height === 0 ? "" : `\u001b[${this.#height}A\r\u001b[J`;
  }

  #raw(text: string): void {
    if (this.#write) this.#write.call(this.#stream, text);
    else this.#stream.write(text);
  }

  #intercept(): void {
    if (this.#write) return;
    const write = this.#stream.write;
    this.#write = write;
    this.#stream.write = (...args: Parameters<TerminalStream["write"]>) => {
      write.call(this.#stream, this.#erasing());
      const result = write.apply(this.#stream, args);
      // A line that others have not ended yet must not be continued by the block.
      const open = typeof args[0] === "string" && !args[0].endsWith("\n");
      if (open) write.call(this.#stream, "\n");
      write.call(this.#stream, this.#lines.join("\n") + "\n");
      return result;
    };
  }
}

function standardOutput(): TerminalStream {
  return (
    globalThis.process?.stdout ?? {
      write: (text: string) => console.log(text.replace(/\n$/, "")),
    }
  );
}

async function ask(prompt = ""): Promise<string> {
  const readline = globalThis.process?.getBuiltinModule?.("node:readline/promises");
  if (!readline) throw new Error("There is no terminal to ask in; set the value in code.");
  const asking = readline.createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await asking.question(prompt);
  } finally {
    asking.close();
  }
}
