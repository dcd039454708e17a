/** How often it is said how far npm is, in milliseconds; what ends sooner says nothing of it. */
const EVERY = 2000;

/**
 * npm is silent until it has done all: meanwhile one line, written anew in its place, says for how long it has run
 * and how many files it has fetched. It is told by npm's lines of level "http", which are not shown.
 */
export class NpmProgress {
  readonly #print: (text: string) => void;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;
  #rest = "";
  #fetched = 0;
  #width = 0;

  /**
   * @param print undefined where nobody is to be told
   * @param every in milliseconds. Default 2000
   */
  constructor(print: ((text: string) => void) | undefined, every = EVERY) {
    this.#print = print ?? (() => {});
    if (print !== undefined) this.#timer = setInterval(() => this.#say(), every);
  }

  /** Takes what npm wrote to its standard error; gives the whole lines that are not about its progress. */
  heard(text: string): string {
    const lines = (this.#rest + text).split(/(?<=\n)/);
    this.#rest = lines.at(-1)?.endsWith("\n") === false ? lines.pop()! : "";
    return this.#others(lines);
  }

  /** Takes the line away, so that others can be printed. */
  clear(): void {
    if (this.#width > 0) this.#print(`\r${" ".repeat(this.#width)}\r`);
    this.#width = 0;
  }

  /** npm has ended. @returns what it wrote last, without an end of line */
  end(): string {
    clearInterval(this.#timer);
    this.clear();
    const last = this.#others([this.#rest]);
    this.#rest = "";
    return last;
  }

  #others(lines: readonly string[]): string {
    const isProgress = (line: string) => line.startsWith("npm http ");
    this.#fetched += lines.filter((line) => /^npm http (?:fetch|cache) /.test(line)).length;
    return lines.filter((line) => !isProgress(line)).join("");
  }

  #say(): void {
    const seconds = Math.round((performance.now() - this.#began) / 1000);
    const line = `npm has run for ${seconds} s and asked for ${this.#fetched} ${this.#fetched === 1 ? "file" : "files"}`;
    this.#print(`\r${line.padEnd(this.#width)}`);
    this.#width = line.length;
  }
}
