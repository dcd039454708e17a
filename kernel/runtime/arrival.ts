/**
 * Puts what a runtime wrote back into the order in which it happened.
 *
 * Messages come on the channel; native code and child processes write bytes to descriptors 1 and 2.
 * A marker on all three says where they meet: the channel is held at its marker until both raw
 * descriptors have reached theirs.
 */
import { isUtf8 } from "node:buffer";
import { StringDecoder } from "node:string_decoder";
import { MARKER_END, MARKER_START } from "./markers.ts";
import type { ExecutionId, FromRuntime } from "./protocol.ts";

type Raw = 1 | 2;

/** Raw output without a marker is shown after this long: a child process that prints while the cell waits. */
const RAW_DELAY = 30;
/** The longest wait for a marker: somebody took the descriptor away from under the runtime. */
const MARKER_LIMIT = 2000;
/** Bytes from which a message is worth being handed on as it came. */
const BULKY = 2 ** 13;
/** More characters than a marker has. */
const LONGEST_MARKER = 40;
const CLOSING_BRACE = 125;
/** A whole marker, and its number. */
const MARKER = new RegExp(`${MARKER_START}(\\d{1,16})${MARKER_END}`, "g");
/** What V8 prints before it aborts for want of memory. */
const HEAP_REPORT = "<--- Last few GCs --->";

/** Takes raw output that belongs before the next message delivered; `id` says to which execution, if that is known. */
type RawListener = (name: "stdout" | "stderr", text: string, id?: ExecutionId) => void;

/**
 * Takes a message. With `bulk`, the bytes of its longest part, its `text` or its `data`, as JSON: what was
 * read to be understood need not be written anew.
 */
type MessageListener = (message: FromRuntime, bulk?: Uint8Array) => void;

interface Arrived {
  message: FromRuntime;
  bulk: Uint8Array | undefined;
}

/** One runtime's outputs, as they arrive. */
export class Arrival {
  readonly #deliver: MessageListener;
  readonly #raw: RawListener;
  readonly #queue: Arrived[] = [];
  readonly #pipes: Record<Raw, RawPipe> = { 1: new RawPipe(), 2: new RawPipe() };
  #line: Buffer[] = [];
  #rawTimer: NodeJS.Timeout | undefined;
  #markerTimer: NodeJS.Timeout | undefined;
  #patient = true;
  /** Whose raw output is until the next marker, where the last one said so. */
  #owner: ExecutionId | undefined;
  /** What V8 said as it died; empty while the runtime is well. */
  heapReport = "";

  constructor(deliver: MessageListener, raw: RawListener) {
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
      if (message !== undefined) this.#queue.push({ message, bulk: bulkOf(message, line) });
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
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const { message, bulk } = next;
      if (message.type === "marker") {
        const { n, id = this.#owner, next: owner, stdout, stderr } = message;
        const behind =
          (stdout && this.#pipes[1].reached < n) || (stderr && this.#pipes[2].reached < n);
        if (behind && this.#patient) return this.#waitForMarker();
        for (const descriptor of [1, 2] as const) {
          const pipe = this.#pipes[descriptor];
          this.#emit(descriptor, behind ? pipe.all() : pipe.upTo(n), id);
        }
        this.#owner = owner;
        clearTimeout(this.#markerTimer);
        this.#markerTimer = undefined;
      } else this.#deliver(message, bulk);
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
    for (const descriptor of [1, 2] as const)
      this.#emit(descriptor, this.#pipes[descriptor].all(), this.#owner);
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

/** The JSON of a long text or bundle within its line, which is then known to be what the runtime writes. */
function bulkOf(message: FromRuntime, line: Buffer): Uint8Array | undefined {
  if (line.length < BULKY) return undefined;
  const key = message.type === "stream" ? "text" : message.type === "display" ? "data" : undefined;
  if (key === undefined) return undefined;
  const { [key]: _bulk, ...rest } = message as FromRuntime & Record<string, unknown>;
  const head = Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"${key}":`);
  const isWhole = head.equals(line.subarray(0, head.length)) && line.at(-1) === CLOSING_BRACE;
  return isWhole && isUtf8(line) ? line.subarray(head.length, -1) : undefined;
}

/** One raw descriptor: text, cut where the markers stand. */
class RawPipe {
  readonly #decoder = new StringDecoder("utf8");
  readonly #pieces: { before: number; text: string }[] = [];
  /** What came since the last marker: put together once, however many chunks it is. */
  #open: string[] = [];
  /** What may be the beginning of a marker that is still arriving. */
  #arriving = "";
  /** The highest marker seen. */
  reached = 0;

  take(bytes: Buffer): void {
    const text = this.#arriving + this.#decoder.write(bytes);
    let from = 0;
    for (const found of text.matchAll(MARKER)) {
      const n = Number(found[1]);
      this.#open.push(text.slice(from, found.index));
      const before = this.#open.join("");
      this.#open = [];
      if (before !== "") this.#pieces.push({ before: n, text: before });
      this.reached = n;
      from = found.index + found[0].length;
    }
    const end = beginningOfMarker(text, from);
    this.#arriving = text.slice(end);
    if (end > from) this.#open.push(text.slice(from, end));
  }

  get waiting(): boolean {
    return this.#pieces.length > 0 || this.#open.length > 0 || this.#arriving !== "";
  }

  /** Takes what stands before marker `n`. */
  upTo(n: number): string {
    let text = "";
    while (this.#pieces[0] && this.#pieces[0].before <= n) text += this.#pieces.shift()!.text;
    return text;
  }

  /** Takes everything, save a marker that is still arriving. */
  all(): string {
    const text = this.upTo(Infinity) + this.#open.join("");
    this.#open = [];
    return text;
  }
}

/** Where a marker begins that `text` does not hold to its end; its length where none does. */
function beginningOfMarker(text: string, from: number): number {
  const at = text.lastIndexOf(MARKER_START[0]!);
  if (at < from || text.length - at >= LONGEST_MARKER) return text.length;
  const rest = text.slice(at);
  const begins = MARKER_START.startsWith(rest) || rest.startsWith(MARKER_START);
  return begins ? at : text.length;
}
