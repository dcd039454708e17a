/** What a run of a notebook writes to the terminal: which cell runs, and its outputs as text. */
import type { OutputMessage } from "./cell-outputs.ts";
import type { Cell, JsonObject } from "./notebook-file.ts";

interface Streams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/**
 * Outputs go to the streams they were written to, displays and results to stdout, progress to stderr.
 * A display that is updated many times a second is written when it first appears and, if it changed,
 * once more when its cell ends.
 */
export class Terminal {
  readonly #streams: Streams;
  readonly #shown = new Map<string, string>();
  readonly #latest = new Map<string, string>();
  /** Whether the cursor stands at the start of a line. */
  #fresh = true;

  constructor(streams: Streams = process) {
    this.#streams = streams;
  }

  /** Announces a cell by its place and its first line. */
  begin(place: number, count: number, cell: Cell): void {
    const lines = cell.source.split("\n").map((line) => line.trim());
    const first = lines.find((line) => line !== "" && !line.startsWith("//")) ?? lines[0] ?? "";
    const cut = first.length > 70 ? `${first.slice(0, 69)}…` : first;
    this.#progress(`[${place}/${count}] ${cut}`);
  }

  /** Writes what is left to write of a cell. */
  end(seconds: number): void {
    for (const [id, text] of this.#latest) {
      if (this.#shown.get(id) !== text) this.#line("stdout", text);
    }
    this.#shown.clear();
    this.#latest.clear();
    if (seconds >= 1) this.#progress(`      ${seconds.toFixed(1)} s`);
  }

  /** Shows one output. */
  show({ type, content }: OutputMessage): void {
    if (type === "stream") {
      const name = content["name"] === "stderr" ? "stderr" : "stdout";
      const text = String(content["text"]);
      this.#streams[name].write(text);
      if (text !== "") this.#fresh = text.endsWith("\n");
    } else if (type === "error") {
      const lines = Array.isArray(content["traceback"]) ? content["traceback"] : [];
      const said = `${String(content["ename"])}: ${String(content["evalue"])}`;
      this.#line("stderr", lines.length > 0 ? lines.join("\n") : said);
    } else if (/^(execute_result|(update_)?display_data)$/.test(type)) {
      this.#display(type, content);
    }
  }

  /** A word about the run itself. */
  say(text: string): void {
    this.#progress(text);
  }

  #display(type: string, content: JsonObject): void {
    const data = content["data"] as JsonObject | undefined;
    const plain = data?.["text/plain"];
    if (typeof plain !== "string") return;
    const id = (content["transient"] as JsonObject | undefined)?.["display_id"];
    if (typeof id === "string") {
      this.#latest.set(id, plain);
      if (type === "update_display_data") return;
      this.#shown.set(id, plain);
    }
    this.#line("stdout", plain);
  }

  #progress(text: string): void {
    this.#line("stderr", text);
  }

  #line(stream: "stdout" | "stderr", text: string): void {
    if (!this.#fresh) this.#streams[stream].write("\n");
    this.#streams[stream].write(text.endsWith("\n") ? text : `${text}\n`);
    this.#fresh = true;
  }
}
