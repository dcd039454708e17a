import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKernel, type KernelClient } from "./support/kernel-client.ts";

/** Frames of a message whose parts are given as texts, rightly signed whatever they hold. */
function signed(kernel: KernelClient, parts: string[]): string[] {
  const hmac = createHmac("sha256", kernel.connection["key"] as string);
  for (const part of parts) hmac.update(part);
  return ["<IDS|MSG>", hmac.digest("hex"), ...parts];
}

const header = (type: string, id: string) =>
  JSON.stringify({
    msg_id: id,
    msg_type: type,
    session: "bad",
    username: "",
    date: "2026-01-01T00:00:00Z",
    version: "5.5",
  });
const mark = JSON.stringify({ code: "globalThis.broken = true", silent: false });

const bad: Record<string, (kernel: KernelClient) => string[]> = {
  "a wrong signature": () => [
    "<IDS|MSG>",
    "0".repeat(64),
    header("execute_request", "bad-1"),
    "{}",
    "{}",
    mark,
  ],
  "an empty signature": () => [
    "<IDS|MSG>",
    "",
    header("execute_request", "bad-2"),
    "{}",
    "{}",
    mark,
  ],
  "a signed header that is not JSON": (to) => signed(to, ["{", "{}", "{}", mark]),
  "signed content that is not JSON": (to) =>
    signed(to, [header("execute_request", "bad-3"), "{}", "{}", "{'code': 1"]),
  "signed content that is a list": (to) =>
    signed(to, [header("execute_request", "bad-4"), "{}", "{}", "[]"]),
  "a header without a type": (to) => signed(to, ['{"msg_id": "bad-5"}', "{}", "{}", mark]),
  "too few frames": (to) => signed(to, [header("execute_request", "bad-6"), "{}"]),
  "no delimiter": () => ["just", "bytes"],
  "one empty frame": () => [""],
};

describe.each(["shell", "control"] as const)("on %s", (channel) => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel();
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  test.each(Object.keys(bad))("%s is dropped and logged, and the kernel goes on", async (what) => {
    const before = kernel.log.length;
    const published = kernel.published.length;
    await kernel.sendFrames(channel, bad[what]!(kernel));
    // Messages of one channel are read in order: once this is answered the bad one is through.
    await kernel.request("kernel_info_request", {}, channel);
    const run = await kernel.execute("(globalThis as any).broken ?? 'whole'");
    expect(run.result?.["text/plain"]).toBe("'whole'");
    await expect
      .poll(() => kernel.log.slice(before))
      .toMatch(new RegExp(`message on ${channel} was dropped`));
    const strangers = kernel.published
      .slice(published)
      .filter(({ parent }) => parent.msg_id?.startsWith("bad-"));
    expect(strangers).toEqual([]);
  });

  test("the same signed message runs once", async () => {
    await kernel.execute("let times = 0;");
    const frames = signed(kernel, [
      header("execute_request", "twice"),
      "{}",
      "{}",
      JSON.stringify({ code: "times++" }),
    ]);
    await kernel.sendFrames(channel, frames);
    await kernel.sendFrames(channel, frames);
    await kernel.request("kernel_info_request", {}, channel);
    expect((await kernel.execute("times")).result?.["text/plain"]).toBe("1");
  });

  test.each([
    ["no code", {}],
    ["code that is a number", { code: 1 }],
    ["code that is null", { code: null }],
  ])(
    "an execute request with %s gets an error reply and is not counted",
    async (_what, content) => {
      const before = (await kernel.execute("1")).reply["execution_count"] as number;
      const reply = await kernel.request("execute_request", content, channel);
      expect(reply.header.msg_type).toBe("execute_reply");
      expect(reply.content).toMatchObject({ status: "error", ename: "BadRequest" });
      expect(reply.content["evalue"]).toContain('"code"');
      expect((await kernel.execute("1")).reply["execution_count"]).toBe(before + 1);
    },
  );

  test.each(["complete_request", "inspect_request", "is_complete_request"])(
    "%s without code gets an error reply",
    async (type) => {
      const reply = await kernel.request(type, {}, channel);
      expect(reply.content).toMatchObject({ status: "error", ename: "BadRequest" });
    },
  );

  test("a message of unknown type is busy, idle, and nothing else", async () => {
    const published = kernel.published.length;
    const id = await kernel.send("future_request", {}, [], channel);
    await kernel.idle(id);
    expect(
      kernel.published
        .slice(published)
        .filter(({ parent }) => parent.msg_id === id)
        .map(({ content }) => content["execution_state"]),
    ).toEqual(["busy", "idle"]);
  });
});

describe("on stdin", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel();
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  test.each(Object.keys(bad))(
    "%s is dropped and logged, and answers still arrive",
    async (what) => {
      const before = kernel.log.length;
      await kernel.sendFrames("stdin", bad[what]!(kernel));
      const run = await kernel.execute("prompt('name')", { onInput: () => "Ada" });
      expect(run.result?.["text/plain"]).toBe("'Ada'");
      await expect.poll(() => kernel.log.slice(before)).toMatch(/message on stdin was dropped/);
    },
  );

  test.each([
    ["nobody asked for", { value: "x" }],
    ["without a value", {}],
    ["whose value is a list", { value: ["x"] }],
  ])("an answer %s changes nothing", async (_what, content) => {
    const reply = kernel.codec.compose("input_reply", content, {});
    await kernel.sendFrames("stdin", kernel.codec.encode([], reply));
    const run = await kernel.execute("prompt('name')", { onInput: () => "Ada" });
    expect(run.result?.["text/plain"]).toBe("'Ada'");
  });
});

describe("code that nobody types", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel();
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  test.each([
    ["a megabyte", `const long = "${"x".repeat(2 ** 20)}"; long.length`, "1048576"],
    ["a megabyte of statements", `let sum = 0;\n${"sum += 1;\n".repeat(2 ** 16)}sum`, "65536"],
    ["nothing", "", undefined],
    ["blanks", " \n\t\n", undefined],
    ["a lone surrogate", "'\ud800'.length", "1"],
  ])("%s runs", async (_what, code, result) => {
    const run = await kernel.execute(code);
    expect([run.status, run.result?.["text/plain"]]).toEqual(["ok", result]);
  });

  test.each([
    ["NUL bytes", "\0\0\0"],
    ["a NUL in a statement", "1 +\0 1"],
    ["ten thousand brackets", "(".repeat(10_000)],
  ])("%s are an error in the cell, and the next one runs", async (_what, code) => {
    const run = await kernel.execute(code);
    expect(run.status).toBe("error");
    expect(run.error?.evalue).not.toBe("");
    expect((await kernel.execute("6 * 7")).result?.["text/plain"]).toBe("42");
  });
});
