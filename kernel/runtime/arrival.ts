/**
 * Puts what a runtime wrote back into the order in which it happened.
 *
 * Messages come on the channel; native code and child processes write bytes to descriptors 1 and 2.
 * A marker on all three says where they meet: the channel is held at its marker until both raw
 * descriptors have reached theirs.
 */
import { StringDecoder } from "node:string_decoder";
import { MARKER_END, MARKER_START } from "./markers.ts";
import type { ExecutionId, FromRuntime } from "./protocol.ts";

type Raw = 1 | 2;

/** Raw output without a marker is shown after this long: a child process that prints while the cell waits. */
const RAW_DELAY = 30;
/** The longest wait for a marker: somebody took the descriptor away from under the runtime. */
const MARKER_LIMIT = 2000;
/** More characters than a marker has. */
const LONGEST_MARKER = 40;
/** What V8 prints before it aborts for want of memory. */
const HEAP_REPORT = "<--- Last few GCs --->";

/** Takes raw output that belongs before the next message delivered; `id` says to which execution, if that is known. */
type RawListener = (name: "stdout" | "stderr", text: string, id?: ExecutionId) => void;

/** One runtime's outputs, as they arrive. */
export class Arrival {
  readonly #deliver: (message: FromRuntime) => void;
  readonly #raw: RawListener;
  readonly #queue: FromRuntime[] = [];
  readonly #pipes: Record<Raw, RawPipe> = { 1: new RawPipe(), 2: new RawPipe() };
  #line: Buffer[] = [];
  #rawTimer: NodeJS.Timeout | undefined;
  #markerTimer: NodeJS.Timeout | undefined;
  #patient = true;
  /** What V8 said as it died; empty while the runtime is well. */
  heapReport = "";

  constructor(deliver: (message: FromRuntime) => void, raw: RawListener) {
    this.#deliver = deliver;
    this.#raw = raw;
  }

  /** Bytes of the channel. */
  channel(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      this.#line.push(bytes.subarray(start, end));
      const line = this.#line.length === 1 ? this.#line[0]! : Buffer.concat(this.#line);
      const message = parse(line);
      if (message !== undefined) this.#queue.push(message);
      this.#line = [];
      start = end + 1;
    }
    if (start < bytes.length) this.#line.push(bytes.subarray(start));
    this.#pump();
  }

  /** Bytes of a raw descriptor. */
  raw(descriptor: Raw, bytes: Buffer): void {
    this.#pipes[descriptor].take(bytes);
    this.#pump();
    if (!this.#hasRaw() || this.#rawTimer) return;
    // After the timer one turn of the loop, so that messages written before this output are read.
    this.#rawTimer = setTimeout(() => setImmediate(() => this.#showRaw()), RAW_DELAY);
  }

  /** The runtime has gone: all that came is delivered now. */
  end(): void {
    this.#patient = false;
    this.#pump();
    this.#showRaw();
    clearTimeout(this.#markerTimer);
  }

  #pump(): void {
    for (let message = this.#queue[0]; message !== undefined; message = this.#queue[0]) {
      if (message.type === "marker") {
        const { n, id, stdout, stderr } = message;
        const behind =
          (stdout && this.#pipes[1].reached < n) || (stderr && this.#pipes[2].reached < n);
        if (behind && this.#patient) return this.#waitForMarker();
        for (const descriptor of [1, 2] as const) {
          const pipe = this.#pipes[descriptor];
          this.#emit(descriptor, behind ? pipe.all() : pipe.upTo(n), id);
        }
        clearTimeout(this.#markerTimer);
        this.#markerTimer = undefined;
      } else this.#deliver(message);
      this.#queue.shift();
    }
  }

  #waitForMarker(): void {
    this.#markerTimer ??= setTimeout(() => {
      this.#markerTimer = undefined;
      this.#patient = false;
      this.#pump();
      this.#patient = true;
    }, MARKER_LIMIT);
  }

  #hasRaw(): boolean {
    return this.#pipes[1].waiting || this.#pipes[2].waiting;
  }

  #showRaw(): void {
    clearTimeout(this.#rawTimer);
    this.#rawTimer = undefined;
    // A held marker decides where this belongs.
    if (this.#queue.length > 0 && this.#patient) return;
    for (const descriptor of [1, 2] as const) this.#emit(descriptor, this.#pipes[descriptor].all());
  }

  #emit(descriptor: Raw, text: string, id?: ExecutionId): void {
    let shown = text;
    if (descriptor === 2) {
      // A dying V8's report is for the one who reads the death, not for the page.
      const at = this.heapReport !== "" ? 0 : shown.indexOf(HEAP_REPORT);
      if (at >= 0) {
        this.heapReport += shown.slice(at);
        shown = shown.slice(0, at).trimEnd();
      }
    }
    if (shown !== "") this.#raw(descriptor === 1 ? "stdout" : "stderr", shown, id);
  }
}

/** User code can write to the channel's descriptor too; what is no message is nobody's. */
function parse(line: Buffer): FromRuntime | undefined {
  try {
    const message = JSON.parse(line.toString("utf8")) as FromRuntime | null;
    return typeof message?.type === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}

/** One raw descriptor: text, cut where the markers stand. */
class RawPipe {
  readonly #decoder = new StringDecoder("utf8");
  readonly #pieces: { before: number; text: string }[] = [];
  #rest = "";
  /** The highest marker seen. */
  reached = 0;

  take(bytes: Buffer): void {
    // What was searched before holds at most the beginning of a marker.
    let from = Math.max(0, this.#rest.length - LONGEST_MARKER);
    this.#rest += this.#decoder.write(bytes);
    for (;;) {
      const start = this.#rest.indexOf(MARKER_START, from);
      const end = start < 0 ? -1 : this.#rest.indexOf(MARKER_END, start);
      if (end < 0) return;
      const n = Number(this.#rest.slice(start + MARKER_START.length, end));
      if (start > 0) this.#pieces.push({ before: n, text: this.#rest.slice(0, start) });
      this.#rest = this.#rest.slice(end + MARKER_END.length);
      this.reached = n;
      from = 0;
    }
  }

  get waiting(): boolean {
    return this.#pieces.length > 0 || this.#rest !== "";
  }

  /** Takes what stands before marker `n`. */
  upTo(n: number): string {
    let text = "";
    while (this.#pieces[0] && this.#pieces[0].before <= n) text += this.#pieces.shift()!.text;
    return text;
  }

  /** Takes everything, save a marker that is still arriving. */
  all(): string {
    const arriving = this.#rest.lastIndexOf(MARKER_START[0]!);
    const keep =
      arriving >= 0 && this.#rest.length - arriving < LONGEST_MARKER ? arriving : this.#rest.length;
    const text = this.upTo(Infinity) + this.#rest.slice(0, keep);
    this.#rest = this.#rest.slice(keep);
    return text;
  }
}
