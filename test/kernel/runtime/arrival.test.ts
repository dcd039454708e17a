import { describe, expect, it } from "vitest";
import { Arrival } from "../../../kernel/runtime/arrival.ts";
import type { FromRuntime } from "../../../kernel/runtime/protocol.ts";

const marker = (n: number) => `\u0001tunebook:${n}\u0002`;
const print = (text: string): FromRuntime => ({ type: "stream", id: 1, name: "stdout", text });
const mark = (n: number, stderr = true): FromRuntime => ({
  type: "marker",
  n,
  stdout: true,
  stderr,
});

function collect() {
  const order: string[] = [];
  const arrival = new Arrival(
    (message) => order.push(message.type === "stream" ? message.text : message.type),
    (name, text) => order.push(`${name}:${text}`),
  );
  const send = (...messages: FromRuntime[]) =>
    arrival.channel(
      Buffer.from(messages.map((message) => JSON.stringify(message) + "\n").join("")),
    );
  return { order, arrival, send };
}

describe("putting outputs back in order", () => {
  it("holds the channel at a marker until both descriptors reached it", () => {
    const { order, arrival, send } = collect();
    send(print("before"), mark(1), print("after"));
    expect(order).toEqual(["before"]);
    arrival.raw(2, Buffer.from(marker(1)));
    expect(order).toEqual(["before"]);
    arrival.raw(1, Buffer.from("native" + marker(1)));
    expect(order).toEqual(["before", "stdout:native", "after"]);
  });

  it("does not wait for a descriptor that took no marker", () => {
    const { order, arrival, send } = collect();
    send(mark(1, false), print("after"));
    arrival.raw(1, Buffer.from(marker(1)));
    expect(order).toEqual(["after"]);
  });

  it("is the same wherever the bytes are cut, also within a character or a marker", () => {
    const channel = Buffer.from(
      [print("ä"), mark(1), print("🎶\n"), mark(2), print("end")]
        .map((message) => JSON.stringify(message) + "\n")
        .join(""),
    );
    const raw = Buffer.from(`é one${marker(1)}two 🎶${marker(2)}`);
    const errors = Buffer.from(marker(1) + marker(2));
    const expected = ["ä", "stdout:é one", "🎶\n", "stdout:two 🎶", "end"];
    for (let cut = 0; cut <= Math.max(channel.length, raw.length); cut++) {
      const { order, arrival } = collect();
      arrival.raw(2, errors);
      for (const [from, to] of [
        [0, cut],
        [cut, Infinity],
      ] as const) {
        arrival.channel(channel.subarray(from, to));
        arrival.raw(1, raw.subarray(from, to));
      }
      arrival.end();
      expect(order, `cut at ${cut}`).toEqual(expected);
    }
  });

  it("takes what looks like a marker and is none for output", () => {
    const { order, arrival, send } = collect();
    send(mark(1, false), print("after"));
    const text = `\u0001tunebook:x\u0002 \u0001 \u0001tunebook:${"1".repeat(60)} `;
    for (const byte of Buffer.from(text + marker(1))) arrival.raw(1, Buffer.of(byte));
    expect(order).toEqual([`stdout:${text}`, "after"]);
  });

  it("shows raw output that no marker follows", async () => {
    const { order, arrival } = collect();
    arrival.raw(1, Buffer.from("a child prints"));
    await expect.poll(() => order).toEqual(["stdout:a child prints"]);
  });

  it("gives raw output to whom the markers around it name, also before the second one has come", async () => {
    const given: [text: string, id: number | undefined][] = [];
    const arrival = new Arrival(
      () => {},
      (_name, text, id) => given.push([text, id]),
    );
    const reach = (n: number, ids: { id?: number; next?: number }) => {
      for (const descriptor of [1, 2] as const) arrival.raw(descriptor, Buffer.from(marker(n)));
      arrival.channel(Buffer.from(`${JSON.stringify({ ...mark(n), ...ids })}\n`));
    };
    reach(1, { next: 7 });
    arrival.raw(1, Buffer.from("while it runs"));
    await expect.poll(() => given).toEqual([["while it runs", 7]]);
    arrival.raw(1, Buffer.from("at its end"));
    reach(2, { id: 7 });
    arrival.raw(1, Buffer.from("the latest's"));
    reach(3, { next: 8 });
    arrival.raw(1, Buffer.from("of one that was ended by force"));
    reach(4, {});
    expect(given.slice(1)).toEqual([
      ["at its end", 7],
      ["the latest's", undefined],
      ["of one that was ended by force", 8],
    ]);
  });

  it("delivers everything when the runtime is gone, and keeps V8's last report off the page", () => {
    const { order, arrival, send } = collect();
    send(print("printed"), mark(1), print("lost marker"));
    arrival.raw(1, Buffer.from("native"));
    arrival.raw(2, Buffer.from("warning\n\n<--- Last few GCs --->\n\n[1] Mark-Compact"));
    arrival.raw(2, Buffer.from("FATAL ERROR: heap"));
    arrival.end();
    expect(order).toEqual(["printed", "stdout:native", "stderr:warning", "lost marker"]);
    expect(arrival.heapReport).toContain("FATAL ERROR: heap");
  });

  it("drops what is no message", () => {
    const { order, arrival, send } = collect();
    arrival.channel(Buffer.from('{"typ\nnull\n5\n'));
    send(print("on"));
    expect(order).toEqual(["on"]);
  });
});

describe("a long output", () => {
  const LONG = 'é"\n🎶'.repeat(5000);

  function parts(line: Buffer) {
    const found: { message: FromRuntime; bulk: Uint8Array | undefined }[] = [];
    const arrival = new Arrival(
      (message, bulk) => found.push({ message, bulk }),
      () => {},
    );
    for (let at = 0; at < line.length; at += 1000) arrival.channel(line.subarray(at, at + 1000));
    return found;
  }

  it("comes with the JSON of its text or its bundle", () => {
    const bundle: FromRuntime = {
      type: "display",
      id: 7,
      metadata: { "text/html": { isolated: true } },
      displayId: "p",
      update: true,
      data: { "text/html": LONG, "text/plain": "}" },
    };
    const [text, display] = parts(
      Buffer.from(`${JSON.stringify(print(LONG))}\n${JSON.stringify(bundle)}\n`),
    );
    expect(JSON.parse(Buffer.from(text!.bulk!).toString())).toBe(LONG);
    expect(display!.message).toEqual(bundle);
    expect(JSON.parse(Buffer.from(display!.bulk!).toString())).toEqual(bundle.data);
  });

  it.each([
    ["is short", Buffer.from(JSON.stringify(print("short")))],
    ["is no output", Buffer.from(JSON.stringify({ type: "answer", id: 1, value: LONG }))],
    ["has something behind it", Buffer.from(JSON.stringify({ ...print(LONG), more: 1 }))],
    ["has a space in it", Buffer.from(JSON.stringify(print(LONG)).replace('"id"', ' "id"'))],
    ["has a space behind it", Buffer.from(`${JSON.stringify(print(LONG))} `)],
    [
      "has bytes that are no text",
      Buffer.from(JSON.stringify(print("\u00ff".repeat(9000))), "latin1"),
    ],
  ])("comes without where it %s", (_, line) => {
    const [only] = parts(Buffer.concat([line, Buffer.from("\n")]));
    expect(only).toBeDefined();
    expect(only!.bulk).toBeUndefined();
  });
});
