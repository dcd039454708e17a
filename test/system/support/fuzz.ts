/**
 * Messages that no front end sends: seeded mutations of good ones. Some are broken frames, some are rightly
 * signed and hold what nobody expects. None of them ends the kernel by right, and no code in them does harm.
 */
import { createHmac } from "node:crypto";
import { randomStream, type RandomStream } from "../../../lib/math/random.ts";

/** A good message: its type and content, and how often it is taken. */
const GOOD: readonly [type: string, content: Record<string, unknown>, weight: number][] = [
  ["kernel_info_request", {}, 20],
  ["is_complete_request", { code: "for (const a of [1, 2]) {" }, 20],
  ["comm_info_request", { target_name: "any" }, 15],
  ["comm_open", { comm_id: "c1", target_name: "nowhere", data: { a: 1 } }, 15],
  ["comm_msg", { comm_id: "c1", data: { a: [1, 2, { b: null }] } }, 20],
  ["comm_close", { comm_id: "c1", data: {} }, 10],
  ["history_request", { output: true, raw: true, hist_access_type: "tail", n: 3 }, 10],
  ["history_request", { hist_access_type: "search", pattern: "*a?", unique: true, n: 3 }, 10],
  ["connect_request", {}, 5],
  ["list_subshell_request", {}, 5],
  ["delete_subshell_request", { subshell_id: "none" }, 5],
  ["interrupt_request", {}, 2],
  ["input_reply", { value: "yes" }, 10],
  ["debug_request", { seq: 1, type: "request", command: "debugInfo", arguments: {} }, 5],
  ["complete_request", { code: "Math.ma", cursor_pos: 7 }, 2],
  ["inspect_request", { code: "Math.max", cursor_pos: 6, detail_level: 0 }, 2],
  ["execute_request", { code: "1 + 1", silent: true, user_expressions: { a: "1" } }, 1],
];

/** What is put in the place of something. */
const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  1e308,
  "",
  "\u0000",
  "\ud800",
  "𝒳".repeat(300),
  "../../../etc/passwd",
  "<script>alert(1)</script>",
  [],
  {},
  [[[[[[[[]]]]]]]],
  { __proto__: null, constructor: { prototype: { polluted: 1 } } },
  { a: { b: { c: { d: {} } } } },
];
/** The same as text, for what JavaScript's objects cannot say. */
const ODD_TEXT = [
  '{"__proto__":{"polluted":true}}',
  '{"code":"1","code":2}',
  "[".repeat(5000) + "]".repeat(5000),
  '"text"',
  "NaN",
  "1e999",
  "",
  "\ufeff{}",
];

/** An endless series of messages, each as frames; the same for the same seed and key. */
export class Fuzzer {
  readonly #random: RandomStream;
  readonly #key: string;
  readonly #weights: number;
  #count = 0;

  constructor(seed: number, key: string) {
    this.#random = randomStream(seed);
    this.#key = key;
    this.#weights = GOOD.reduce((sum, [, , weight]) => sum + weight, 0);
  }

  #below(limit: number): number {
    return Math.floor(this.#random.uniform() * limit);
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)]!;
  }

  #good(): readonly [string, Record<string, unknown>] {
    let at = this.#random.uniform() * this.#weights;
    for (const [type, content, weight] of GOOD) {
      at -= weight;
      if (at < 0) return [type, structuredClone(content)];
    }
    return ["kernel_info_request", {}];
  }

  /** The next message's frames, without identities. */
  next(): Buffer[] {
    const [type, content] = this.#good();
    const header: Record<string, unknown> = {
      msg_id: `fuzz-${this.#count++}`,
      msg_type: type,
      session: "fuzz",
      username: "fuzz",
      date: "2026-01-01T00:00:00Z",
      version: "5.5",
    };
    const objects = [header, {}, {}, content];
    // What is signed reaches the handlers; it is spoilt as an object, so that it stays JSON.
    for (let times = this.#below(3); times > 0; times--) {
      // Code stays what it is: whatever is right runs, and may then do as it likes.
      this.#spoil(this.#one(objects));
    }
    // Types that end the kernel by right are not among the good ones, and none is made up.
    const parts = objects.map((part) => Buffer.from(JSON.stringify(part)));
    if (this.#below(8) === 0) parts[1 + this.#below(3)] = Buffer.from(this.#one(ODD_TEXT));
    const frames = [Buffer.from("<IDS|MSG>"), this.#sign(parts), ...parts];
    const extra = this.#below(10) === 0 ? this.#below(4) : 0;
    for (let index = 0; index < extra; index++) frames.push(this.#bytes(this.#below(200)));
    return this.#below(2) === 0 ? frames : this.#damage(frames);
  }

  /** Replaces, drops or adds a field. */
  #spoil(object: Record<string, unknown>): void {
    const names = Object.keys(object).filter((name) => name !== "code");
    const name = names.length && this.#below(5) > 0 ? this.#one(names) : `field${this.#below(3)}`;
    if (this.#below(4) === 0) delete object[name];
    else object[name] = this.#one(ODD);
  }

  #sign(parts: readonly Uint8Array[]): Buffer {
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return Buffer.from(hmac.digest("hex"));
  }

  #bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#below(256)));
  }

  /** Breaks what was signed: bytes, frames and their order. */
  #damage(whole: Buffer[]): Buffer[] {
    const frames = [...whole];
    for (let times = 1 + this.#below(3); times > 0 && frames.length > 0; times--) {
      const at = this.#below(frames.length);
      const frame = frames[at]!;
      switch (this.#below(7)) {
        case 0:
          frames.splice(at, 1);
          break;
        case 1:
          frames.splice(at, 0, frame);
          break;
        case 2:
          frames.splice(at, 0, this.#bytes(this.#below(64)));
          break;
        case 3:
          [frames[at], frames[0]] = [frames[0]!, frame];
          break;
        case 4:
          frames[at] = frame.subarray(0, this.#below(frame.length + 1));
          break;
        case 5:
          frames[at] = Buffer.concat([frame, this.#bytes(1 + this.#below(64))]);
          break;
        default: {
          const copy = Buffer.from(frame);
          for (let flips = 1 + this.#below(4); flips > 0 && copy.length > 0; flips--)
            copy[this.#below(copy.length)]! ^= 1 << this.#below(8);
          frames[at] = copy;
        }
      }
    }
    return frames.length > 0 ? frames : [Buffer.alloc(0)];
  }
}
