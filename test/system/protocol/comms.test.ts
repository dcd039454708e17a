/** Comms between cells and a front end, over real sockets. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject, Message } from "../../../kernel/wire/message.ts";
import { startKernel, type KernelClient } from "../support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

/** All that was published on behalf of the message `id`, once it is idle. */
async function attended(id: Promise<string>): Promise<Message[]> {
  const sent = await id;
  const ended = ({ parent, content }: Message) =>
    parent.msg_id === sent && content["execution_state"] === "idle";
  if (!kernel.published.some(ended)) await kernel.idle(sent);
  return kernel.published.filter(({ parent }) => parent.msg_id === sent);
}
/** Sends a comm message and gives what the kernel answered, without busy and idle. */
const tell = async (type: string, content: JsonObject, buffers: Uint8Array[] = []) =>
  (await attended(kernel.send(type, content, buffers))).filter(
    ({ header }) => header.msg_type !== "status",
  );
const commIds = async (content: JsonObject = {}) =>
  Object.keys((await kernel.request("comm_info_request", content)).content["comms"] as object);
/** What comes later, on behalf of the run `id`. */
const later = (id: string, type: string) =>
  kernel.next((_channel, { parent, header }) => parent.msg_id === id && header.msg_type === type);
/** Opens a comm from a cell whose code is `rest`; gives the comm's id and the run's. */
async function openFromCell(rest = "") {
  const target = `target.${randomUUID()}`;
  const run = kernel.start(`{ const comm = comms.open("${target}", { a: 1 }); ${rest} }`);
  const { content } = await run.message(({ header }) => header.msg_type === "comm_open");
  expect((await run.done).status).toBe("ok");
  return { target, comm_id: content["comm_id"] as string, run: run.id };
}

describe("a comm that a cell opens", () => {
  test("is announced with its target, data, metadata and bytes", async () => {
    const run = await kernel.execute(
      `const bytes = new Float64Array([1.5]);
       const opened = comms.open("of.cell", { n: 1 },
         { id: "my-id", metadata: { version: 2 }, buffers: [bytes, bytes.buffer, Buffer.from("ab")] });
       [opened.id, opened.target, opened.closed].join()`,
    );
    expect(run.result?.["text/plain"]).toContain("my-id,of.cell,false");
    const [message] = run.outputs;
    expect(message?.header.msg_type).toBe("comm_open");
    expect(message?.content).toEqual({ comm_id: "my-id", target_name: "of.cell", data: { n: 1 } });
    expect(message?.metadata).toEqual({ version: 2 });
    const eight = [...new Uint8Array(new Float64Array([1.5]).buffer)];
    expect(message?.buffers.map((buffer) => [...buffer])).toEqual([eight, eight, [97, 98]]);
    const twice = await kernel.execute(`comms.open("of.cell", {}, { id: "my-id" })`);
    expect(twice.error?.evalue).toContain("my-id");
  });

  test("hears messages with bytes and metadata, and answers each by its parent", async () => {
    const { comm_id } = await openFromCell(
      `comm.onMessage((data, buffers, metadata) => comm.send({ got: data, of: buffers.map(String), metadata }));`,
    );
    const [answer, ...rest] = await tell("comm_msg", { comm_id, data: "x" }, [Uint8Array.of(1, 2)]);
    expect(answer?.content["data"]).toEqual({ got: "x", of: ["1,2"], metadata: {} });
    expect(rest).toEqual([]);
  });

  test("its listeners print into its cell, while the message itself goes from busy to idle", async () => {
    const { comm_id, run } = await openFromCell(`comm.onMessage(() => console.log("late"));`);
    const stream = later(run, "stream");
    const messages = await attended(kernel.send("comm_msg", { comm_id, data: {} }));
    expect(messages.map(({ content }) => content["execution_state"])).toEqual(["busy", "idle"]);
    expect((await stream).content["text"]).toBe("late\n");
  });

  test("is idle only after its listener has run: front ends wait for it to send the next", async () => {
    const { comm_id } = await openFromCell(`let n = 0; comm.onMessage(() => { comm.send(++n); });`);
    for (let n = 1; n <= 20; n++) {
      const [answer] = await tell("comm_msg", { comm_id, data: {} });
      expect(answer?.content["data"]).toBe(n);
    }
  });

  test.each([
    ["throws", "comm.onMessage(() => { throw new RangeError('too far'); });"],
    ["rejects", "comm.onMessage(async () => { await 1; throw new RangeError('too far'); });"],
  ])(
    "whose listener %s: the error stands in its cell, and other listeners run",
    async (_, rest) => {
      const { comm_id, run } = await openFromCell(
        `${rest} comm.onMessage(() => comm.send("heard"));`,
      );
      const error = later(run, "error");
      const [answer] = await tell("comm_msg", { comm_id, data: {} });
      expect(answer?.content["data"]).toBe("heard");
      expect((await error).content).toMatchObject({ ename: "RangeError", evalue: "too far" });
    },
  );

  test("closed by the cell: both ends know, and a later message is answered with comm_close", async () => {
    const { comm_id, target } = await openFromCell(`comm.close({ bye: 1 }); comm.close();`);
    const closes = kernel.published.filter(
      ({ header, content }) => header.msg_type === "comm_close" && content["comm_id"] === comm_id,
    );
    expect(closes.map(({ content }) => content["data"])).toEqual([{ bye: 1 }]);
    expect(await commIds({ target_name: target })).toEqual([]);
    const [answer] = await tell("comm_msg", { comm_id, data: {} });
    expect(answer?.header.msg_type).toBe("comm_close");
    expect(answer?.content["comm_id"]).toBe(comm_id);
  });

  test("closed by the front end: the cell hears it, and sending on it is an error that says so", async () => {
    await kernel.execute(
      `const mine = comms.open("closed.outside", {}, { id: "outside" });
       let said: unknown; mine.onClose((data) => { said = data; });`,
    );
    expect(await tell("comm_close", { comm_id: "outside", data: { why: "done" } })).toEqual([]);
    const run = await kernel.execute(
      `console.log(mine.closed, JSON.stringify(said)); mine.send(1)`,
    );
    expect(run.stdout).toBe(`true {"why":"done"}\n`);
    expect(run.error?.evalue).toContain(`"closed.outside" is closed`);
    expect(await commIds()).not.toContain("outside");
  });

  test("data that JSON has no word for is an error in the cell, and no comm", async () => {
    const run = await kernel.execute(`comms.open("odd.data", 1n)`);
    expect(run.error?.ename).toBe("TypeError");
    expect(await commIds({ target_name: "odd.data" })).toEqual([]);
  });
});

describe("a comm that the front end opens", () => {
  test("reaches the cell that registered its target, with data, bytes and metadata", async () => {
    const registered = await kernel.start(
      `comms.register("to.cell", (comm, data, buffers) => {
         console.log("opened", comm.id, JSON.stringify(data), buffers.map(String).join());
         comm.onMessage((message) => comm.send(message.n * 2));
         comm.send("welcome");
       });`,
    );
    await registered.done;
    const printed = later(registered.id, "stream");
    const open = { comm_id: "front", target_name: "to.cell", data: { k: 1 } };
    const [welcome] = await tell("comm_open", open, [Uint8Array.of(7)]);
    expect(welcome?.content).toEqual({ comm_id: "front", data: "welcome" });
    expect((await printed).content["text"]).toBe(`opened front {"k":1} 7\n`);
    expect(await commIds({ target_name: "to.cell" })).toEqual(["front"]);
    const [answer] = await tell("comm_msg", { comm_id: "front", data: { n: 21 } });
    expect(answer?.content["data"]).toBe(42);
  });

  test.each([["no.such.target"], [""]])(
    "on target %j, which nobody has, is closed",
    async (name) => {
      const open = { comm_id: `lost-${name}`, target_name: name, data: {} };
      const [answer, ...rest] = await tell("comm_open", open);
      expect(answer?.header.msg_type).toBe("comm_close");
      expect(answer?.content["comm_id"]).toBe(open.comm_id);
      expect(rest).toEqual([]);
      expect(await commIds()).not.toContain(open.comm_id);
    },
  );

  test("is closed where accepting it fails, and the error stands in the cell that registered it", async () => {
    const registered = kernel.start(
      `comms.register("fails", () => { throw new Error("no room"); })`,
    );
    await registered.done;
    const error = later(registered.id, "error");
    const [answer] = await tell("comm_open", { comm_id: "f1", target_name: "fails", data: {} });
    expect(answer?.header.msg_type).toBe("comm_close");
    expect((await error).content["evalue"]).toBe("no room");
    expect(await commIds()).not.toContain("f1");
  });

  test("a second registration replaces the first, and after unregister the target is unknown", async () => {
    await kernel.execute(`comms.register("again", (comm) => comm.send("first"));`);
    await kernel.execute(`comms.register("again", (comm) => comm.send("second"));`);
    const [answer] = await tell("comm_open", { comm_id: "a1", target_name: "again", data: {} });
    expect(answer?.content["data"]).toBe("second");
    await kernel.execute(`comms.unregister("again")`);
    const [closed] = await tell("comm_open", { comm_id: "a2", target_name: "again", data: {} });
    expect(closed?.header.msg_type).toBe("comm_close");
  });
});

test("a message or a close for a comm that never was does no harm", async () => {
  const [answer] = await tell("comm_msg", { comm_id: "never", data: {} });
  expect(answer?.header.msg_type).toBe("comm_close");
  expect(await tell("comm_close", { comm_id: "never", data: {} })).toEqual([]);
  expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
});

test("Stop ends a listener that never returns, and its message is idle", async () => {
  const { comm_id, run } = await openFromCell(
    `comm.onMessage(() => { console.log("spinning"); while (true) {} });`,
  );
  const spinning = later(run, "stream");
  const idle = attended(kernel.send("comm_msg", { comm_id, data: {} }));
  expect((await spinning).content["text"]).toBe("spinning\n");
  await kernel.interrupt();
  await idle;
  expect((await kernel.execute("2 + 2")).result?.["text/plain"]).toBe("4");
  // What a cell sends now answers nothing but the cell.
  const after = await kernel.execute(`comms.open("after.stop"); 0`);
  expect(after.outputs[0]?.header.msg_type).toBe("comm_open");
});

test("when the runtime dies its comms are closed, and what was on its way is idle", async () => {
  await using own = await startKernel();
  const run = await own.execute(
    `comms.open("dies", {}, { id: "d" }).onMessage(() => process.exit(3)); 0`,
  );
  expect(run.status).toBe("ok");
  const closed = own.next(
    (_channel, { header, content }) =>
      header.msg_type === "comm_close" && content["comm_id"] === "d",
  );
  const sent = own.codec.compose("comm_msg", { comm_id: "d", data: {} }, {});
  const idle = own.idle(sent.header.msg_id);
  await own.sendFrames("shell", own.codec.encode([], sent));
  await Promise.all([closed, idle]);
  const { content } = await own.request("comm_info_request", {});
  expect(content["comms"]).toEqual({});
});
