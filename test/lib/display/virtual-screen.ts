/** What a terminal would show: enough of ANSI for cursor up, carriage return and clearing to the end. */
export class VirtualScreen {
  readonly #lines: string[] = [""];
  #row = 0;
  #column = 0;

  constructor(text: string) {
    // oxlint-disable-next-line no-control-regex -- escape sequences are what is read
    for (const [part] of text.matchAll(/\u001b\[(\d*)([A-Z])|[\s\S]/g)) this.#take(part);
  }

  /** The lines, without the empty one after the last line break. */
  lines(): string[] {
    return this.#lines.at(-1) === "" ? this.#lines.slice(0, -1) : [...this.#lines];
  }

  #take(part: string): void {
    if (part === "\n") {
      this.#row++;
      this.#column = 0;
      this.#lines[this.#row] ??= "";
    } else if (part === "\r") this.#column = 0;
    else if (part.startsWith("\u001b[") && part.endsWith("A")) {
      this.#row -= Number(part.slice(2, -1) || 1);
      if (this.#row < 0) throw new Error("The cursor left the screen.");
    } else if (part === "\u001b[J") {
      this.#lines.splice(this.#row + 1);
      this.#lines[this.#row] = (this.#lines[this.#row] ?? "").slice(0, this.#column);
    } else if (part.startsWith("\u001b")) throw new Error(`Unknown sequence ${part}`);
    else {
      const line = this.#lines[this.#row] ?? "";
      this.#lines[this.#row] = line.slice(0, this.#column) + part + line.slice(this.#column + 1);
      this.#column++;
    }
  }
}
