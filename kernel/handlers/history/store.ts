/**
 * The inputs of this and of earlier sessions: in memory, and in one file that all kernels of a user share.
 *
 * The file holds a line of JSON for each input (`s` session, `n` line, `i` input) and for each result (`s`,
 * `n`, `o`). Kernels append to it side by side; what is written in one call is not torn apart. It is
 * private to the user, and cut to its newest half when it grows too long. Nothing that can be wrong with it
 * (a full disk, a folder that may not be written, a torn line) stops a cell.
 */
import { randomUUID } from "node:crypto";
import { appendFile, chmod, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../../files.ts";
import { askHistory, type HistoryEntry, type HistoryQuery } from "./query.ts";

export interface HistoryOptions {
  /** Where the file lies; undefined: in memory only. */
  file: string | undefined;
  /** Inputs that the file may hold before it is cut. Default 10 000. */
  most?: number;
  /** Something for the kernel's log. */
  log(text: string): void;
}

interface Line {
  s: string;
  n: number;
  i?: string;
  o?: string;
}

/** A result's text in the history is at most so long. */
const LONGEST_OUTPUT = 10_000;

export class History {
  readonly #file: string | undefined;
  readonly #most: number;
  readonly #log: (text: string) => void;
  /** What tells this session's lines in the file from those of others. */
  readonly #own = randomUUID().slice(0, 13);
  #entries: HistoryEntry[] = [];
  #session = 1;
  #loading: Promise<void> | undefined;
  /** Writes follow one another. */
  #writing: Promise<void> = Promise.resolve();
  #toldProblem = false;
  #isPrivate = false;

  constructor({ file, most = 10_000, log }: HistoryOptions) {
    this.#file = file;
    this.#most = most;
    this.#log = log;
  }

  /** Keeps an input that is about to run. */
  add(line: number, input: string): void {
    void this.#load();
    this.#entries.push({ session: 0, line, input });
    this.#append({ s: this.#own, n: line, i: input });
  }

  /** Keeps the result of the input that ran as `line`. */
  addOutput(line: number, output: string): void {
    const at = this.#entries.findLastIndex((entry) => entry.session === 0 && entry.line === line);
    const entry = this.#entries[at];
    if (entry === undefined) return;
    const kept = output.slice(0, LONGEST_OUTPUT);
    this.#entries[at] = { ...entry, output: kept };
    this.#append({ s: this.#own, n: line, o: kept });
  }

  /** What is asked for, the oldest first. */
  async ask(query: HistoryQuery): Promise<HistoryEntry[]> {
    await this.#load();
    // This session has its number only once the earlier ones are known.
    const numbered = this.#entries.map((entry) =>
      entry.session === 0 ? { ...entry, session: this.#session } : entry,
    );
    return askHistory(numbered, query, this.#session);
  }

  /** Resolves once all that was added is on the disk, or could not be. */
  flushed(): Promise<void> {
    return this.#writing;
  }

  #load(): Promise<void> {
    this.#loading ??= this.#read().catch((error: unknown) => this.#tell(error));
    return this.#loading;
  }

  async #read(): Promise<void> {
    if (this.#file === undefined) return;
    let text: string;
    try {
      text = await readFile(this.#file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    const lines = text.split("\n").flatMap(readLine);
    const sessions = new Map<string, number>();
    const earlier: HistoryEntry[] = [];
    /** Session and line → where its entry is; a line that ran again is another entry. */
    const places = new Map<string, number>();
    for (const { s, n, i, o } of lines) {
      if (s === this.#own) continue;
      if (!sessions.has(s)) sessions.set(s, sessions.size + 1);
      const key = `${s} ${n}`;
      if (i !== undefined) {
        places.set(key, earlier.length);
        earlier.push({ session: sessions.get(s)!, line: n, input: i });
        continue;
      }
      const place = places.get(key);
      if (place !== undefined) earlier[place] = { ...earlier[place]!, output: o };
    }
    this.#session = sessions.size + 1;
    this.#entries = [...earlier, ...this.#entries];
    if (earlier.length > this.#most) await this.#cut(lines);
  }

  /** Leaves the newest half in the file. Another kernel that appends meanwhile may lose that line. */
  async #cut(lines: readonly Line[]): Promise<void> {
    const inputs = lines.filter(({ i }) => i !== undefined).length;
    let left = inputs - Math.floor(this.#most / 2);
    const kept = lines.slice(lines.findIndex(({ i }) => i !== undefined && left-- <= 0));
    const file = this.#file!;
    const text = kept.map((line) => `${JSON.stringify(line)}\n`).join("");
    const fresh = `${file}.${this.#own}`;
    await writeFile(fresh, text, { mode: 0o600 });
    await rename(fresh, file);
  }

  #append(line: Line): void {
    const file = this.#file;
    if (file === undefined) return;
    this.#writing = this.#writing.then(async () => {
      try {
        // After reading, so that this session's own lines are not taken for another's.
        await this.#load();
        makeFolder(dirname(file), 0o700);
        await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
        // It may have been made by somebody with other rules.
        if (!this.#isPrivate) await chmod(file, 0o600);
        this.#isPrivate = true;
      } catch (error) {
        this.#tell(error);
      }
    });
  }

  /** Once: a disk that is full would fill the log as well. */
  #tell(error: unknown): void {
    if (this.#toldProblem) return;
    this.#toldProblem = true;
    const { message } = error as Error;
    this.#log(`The history is kept in memory only, since its file cannot be used: ${message}`);
  }
}

/** A line of the file; none where it is torn or was written by hand. */
function readLine(text: string): Line[] {
  if (text.trim() === "") return [];
  try {
    const { s, n, i, o } = JSON.parse(text) as Partial<Line>;
    const isWhole = typeof s === "string" && Number.isInteger(n);
    if (!isWhole || (typeof i !== "string" && typeof o !== "string")) return [];
    return [{ s, n: n!, ...(typeof i === "string" ? { i } : { o: o! }) }];
  } catch {
    return [];
  }
}
