import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Codec, WireError } from "../../../kernel/wire/codec.ts";
import { Signer } from "../../../kernel/wire/signature.ts";

const KEY = "a-key";
const header = { msg_id: "1", msg_type: "execute_request", session: "s", username: "u" };

/** Frames as a client would send them, signed here by hand, apart from the code under test. */
function frames(
  parts: (string | object)[],
  { key = KEY, signature = "", buffers = [] as Buffer[] } = {},
) {
  const texts = parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part)));
  const hmac = createHmac("sha256", key);
  for (const text of texts) hmac.update(text);
  return [
    Buffer.from("identity"),
    Buffer.from("<IDS|MSG>"),
    Buffer.from(signature || hmac.digest("hex")),
    ...texts.map((text) => Buffer.from(text)),
    ...buffers,
  ];
}

const codec = (options = {}) => new Codec(new Signer(KEY, "hmac-sha256"), options);

describe("decode", () => {
  test("gives back header, parent, metadata, content, buffers and the way back to the sender", () => {
    const incoming = codec().decode(
      frames([header, { msg_id: "p" }, { m: 1 }, { code: "é😀" }], {
        buffers: [Buffer.from([0, 255])],
      }),
    );
    expect(incoming.identities.map(String)).toEqual(["identity"]);
    expect(incoming.message).toEqual({
      header,
      parent: { msg_id: "p" },
      metadata: { m: 1 },
      content: { code: "é😀" },
      buffers: [Buffer.from([0, 255])],
    });
  });

  test.each([
    [
      "a signature made with another key",
      frames([header, {}, {}, {}], { key: "other" }),
      "signature",
    ],
    ["an empty signature", frames([header, {}, {}, {}]).with(2, Buffer.alloc(0)), "signature"],
    ["a signature cut short", frames([header, {}, {}, {}], { signature: "ab" }), "signature"],
    ["no delimiter", [Buffer.from("x")], "delimiter"],
    ["missing frames", frames([header, {}, {}]), "missing"],
    ["content that is not JSON", frames([header, {}, {}, "{"]), "content is not JSON"],
    ["content that is a list", frames([header, {}, {}, "[]"]), "content is not a JSON object"],
    ["a header without a type", frames([{ msg_id: "1" }, {}, {}, {}]), "msg_type"],
  ])("drops %s", (_what, message, reason) => {
    expect(() => codec().decode(message)).toThrow(WireError);
    expect(() => codec().decode(message)).toThrow(reason);
  });

  test("looks at the signature before it parses: unsigned rubbish is called unsigned, not rubbish", () => {
    expect(() => codec().decode(frames(["{", "{", "{", "{"], { key: "other" }))).toThrow(
      "signature",
    );
  });

  test("takes a signed message once", () => {
    const receiver = codec();
    const message = frames([header, {}, {}, {}]);
    receiver.decode(message);
    expect(() => receiver.decode(message)).toThrow("came before");
  });

  test("refuses more bytes than the limit, buffers included", () => {
    const message = frames([header, {}, {}, {}], { buffers: [Buffer.alloc(1000)] });
    expect(() => codec({ maxBytes: 1000 }).decode(message)).toThrow("more than the 1000");
    expect(codec({ maxBytes: 2000 }).decode(message).message.buffers[0]).toHaveLength(1000);
  });

  test("without a key takes unsigned messages, the same one too", () => {
    const receiver = new Codec(new Signer("", "hmac-sha256"));
    const message = frames([header, {}, {}, {}], { signature: " " });
    receiver.decode(message);
    expect(receiver.decode(message).message.header.msg_id).toBe("1");
  });
});

describe("encode", () => {
  test("makes frames that another codec of the same key reads", () => {
    const message = codec().compose("stream", { text: "é😀" }, header, {
      buffers: [Uint8Array.of(1, 2)],
      metadata: { a: 1 },
    });
    const sent = codec()
      .encode([Buffer.from("who")], message)
      .map((frame) => Buffer.from(frame as string));
    expect(codec().decode(sent).message).toEqual({
      ...message,
      buffers: [Buffer.from([1, 2])],
    });
  });

  test.each([
    { name: "stdout", text: "é😀\n" },
    { text: "alone" },
    { data: { "text/html": "<p>" }, metadata: { a: [1] }, transient: {} },
  ])("takes a member that is JSON already: %j", (content) => {
    const [key, value] = Object.entries(content).find(([name]) => /text|data/.test(name))!;
    const json = Buffer.from(JSON.stringify(value));
    const sender = codec();
    const message = sender.compose("stream", content, header, { written: { key, json } });
    const sent = sender
      .encode([Buffer.from("who")], message)
      .map((frame) => Buffer.from(frame as string));
    expect(codec().decode(sent).message.content).toEqual(content);
  });

  test("gives every message an id of its own and the protocol's version", () => {
    const sender = codec();
    const [first, second] = [sender.compose("a", {}, {}), sender.compose("a", {}, {})];
    expect(first.header.msg_id).not.toBe(second.header.msg_id);
    expect(first.header.version).toBe("5.5");
  });

  test("signs nothing without a key", () => {
    const sender = new Codec(new Signer("", "hmac-sha256"));
    expect(sender.encode([], sender.compose("a", {}, {}))[1]).toBe("");
  });
});

test("other hashes of the signature scheme are used, unknown ones are refused", () => {
  const parts = ["1", "2", "3", "4"];
  const expected = createHmac("sha512", KEY).update("1234").digest("hex");
  expect(new Signer(KEY, "hmac-sha512").sign(parts)).toBe(expected);
  expect(() => new Signer(KEY, "hmac-rot13")).toThrow('signature_scheme "hmac-rot13"');
  expect(() => new Signer(KEY, "sha256")).toThrow('signature_scheme "sha256"');
});

test("whatever bytes come, signed or not, a message is either read or dropped with a reason", () => {
  // A small generator of its own, so that a failure can be repeated.
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const outcomes = { read: 0, dropped: 0 };
  for (let round = 0; round < 5000; round++) {
    const parts = [header, { msg_id: `p${round}` }, {}, { code: "1" }].map((part) => {
      const text = JSON.stringify(part).split("");
      if (random(6) === 0) {
        text[random(text.length)] = String.fromCodePoint(random(256));
      }
      return text.join("");
    });
    const message = frames(parts);
    if (random(4) === 0) {
      message[random(message.length)] = Buffer.from([random(256), random(256)]);
    }
    try {
      codec().decode(message);
      outcomes.read++;
    } catch (error) {
      expect(error).toBeInstanceOf(WireError);
      outcomes.dropped++;
    }
  }
  // Both happen often, or the test would say nothing.
  expect(Math.min(outcomes.read, outcomes.dropped)).toBeGreaterThan(500);
});
