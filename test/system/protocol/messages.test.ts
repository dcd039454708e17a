/** What holds for every message, whatever its type: form, parents, busy and idle, who gets it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dealer, Subscriber } from "zeromq";
import { Codec } from "../../../kernel/wire/codec.ts";
import type { JsonObject, Message } from "../../../kernel/wire/message.ts";
import { Signer } from "../../../kernel/wire/signature.ts";
import { startKernel, type KernelClient } from "../support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

const requests: Record<string, JsonObject> = {
  kernel_info_request: {},
  execute_request: { code: "1" },
  complete_request: { code: "Ma", cursor_pos: 2 },
  inspect_request: { code: "Math", cursor_pos: 2 },
  is_complete_request: { code: "1" },
  history_request: { hist_access_type: "tail", n: 1 },
  comm_info_request: {},
  connect_request: {},
  interrupt_request: {},
  usage_request: {},
  create_subshell_request: {},
  list_subshell_request: {},
};

/** What was published on behalf of a request, once it is idle. */
async function published(reply: Message): Promise<Message[]> {
  const own = ({ parent }: Message) => parent.msg_id === reply.parent.msg_id;
  const idle = (message: Message) => own(message) && message.content["execution_state"] === "idle";
  if (!kernel.published.some(idle)) await kernel.idle(reply.parent.msg_id as string);
  return kernel.published.filter(own);
}

describe.each(["shell", "control"] as const)("on %s", (channel) => {
  test.each(Object.entries(requests))(
    "%s is answered between busy and idle",
    async (type, content) => {
      const reply = await kernel.request(type, content, channel);
      expect(reply.header.msg_type).toBe(type.replace("_request", "_reply"));
      expect(reply.content["status"]).toBe(type === "is_complete_request" ? "complete" : "ok");
      const messages = await published(reply);
      const states = messages.map((message) => message.content["execution_state"]);
      expect([states[0], states.at(-1)]).toEqual(["busy", "idle"]);
      expect(states.filter((state) => state !== undefined)).toEqual(["busy", "idle"]);
    },
  );
});

test("every message has an id of its own, one session, a date, the version and its parent's whole header", async () => {
  const request = kernel.codec.compose("execute_request", { code: "console.log(1); 2" }, {});
  Object.assign(request.header, { subshell_id: null, more: ["of", "the", "client's"] });
  const reply = kernel.next((channel, { parent }) => channel === "shell" && parent.msg_id === request.header.msg_id); // prettier-ignore
  await kernel.sendFrames("shell", kernel.codec.encode([], request));
  const answer = await reply;
  const all = [answer, ...(await published(answer))];
  expect(all.length).toBeGreaterThanOrEqual(6);
  expect(new Set(all.map(({ header }) => header.msg_id)).size).toBe(all.length);
  expect(new Set(all.map(({ header }) => header.session)).size).toBe(1);
  for (const { header, parent } of all) {
    expect(parent).toEqual(request.header);
    expect(header).toMatchObject({ version: "5.5", username: expect.any(String) });
    expect(new Date(header.date).toISOString()).toBe(header.date);
  }
});

test("all that a cell publishes is there when its reply comes, and idle comes last", async () => {
  const order: string[] = [];
  const run = kernel.start(`for (let n = 0; n < 500; n++) { console.log(n); display(n); } 3`);
  void kernel.next((channel, { header, parent }) => {
    if (parent.msg_id === run.id) order.push(channel === "iopub" ? header.msg_type : "reply");
    return false;
  });
  const { outputs, messages } = await run.done;
  expect(outputs.filter(({ header }) => header.msg_type === "display_data")).toHaveLength(500);
  expect(messages.at(-1)?.content["execution_state"]).toBe("idle");
  expect(order.filter((type) => type === "reply")).toHaveLength(1);
});

/** A second front end: sockets of its own. */
function secondClient() {
  const options = { linger: 0 };
  const shell = new Dealer({ ...options, routingId: "second" });
  const iopub = new Subscriber({ ...options, receiveHighWaterMark: 0 });
  shell.connect(kernel.address("shell"));
  iopub.connect(kernel.address("iopub"));
  const codec = new Codec(new Signer(kernel.connection["key"] as string, "hmac-sha256"));
  const receive = async (socket: Dealer | Subscriber) =>
    codec.decode(await socket.receive()).message;
  return { shell, iopub, receive, close: () => [shell, iopub].forEach((socket) => socket.close()) };
}

/** The welcome. What the kernel publishes at that very moment may come before it. */
async function welcomed(receive: () => Promise<Message>): Promise<Message> {
  for (;;) {
    const message = await receive();
    if (message.header.msg_type === "iopub_welcome") return message;
  }
}

describe("two front ends", () => {
  test("each gets its own replies, and both see all that is published", async () => {
    const { shell, iopub, receive, close } = secondClient();
    iopub.subscribe("");
    await welcomed(() => receive(iopub));
    const request = kernel.codec.compose("execute_request", { code: "'of the second'" }, {});
    const heard = kernel.next(
      (channel, { header, parent }) =>
        channel === "iopub" &&
        header.msg_type === "execute_result" &&
        parent.msg_id === request.header.msg_id,
    );
    const stray: Message[] = [];
    void kernel.next((channel, message) => {
      if (channel !== "iopub" && message.parent.msg_id === request.header.msg_id) stray.push(message); // prettier-ignore
      return false;
    });
    await shell.send(kernel.codec.encode([], request));
    const reply = await receive(shell);
    expect(reply).toMatchObject({ parent: { msg_id: request.header.msg_id }, content: { status: "ok" } }); // prettier-ignore
    expect((await heard).content["data"]).toMatchObject({ "text/plain": "'of the second'" });
    const types: string[] = [];
    while (types.at(-1) !== "execute_result") types.push((await receive(iopub)).header.msg_type);
    expect(types).toContain("execute_input");
    // A request of the first, so that a stray reply would have come before its answer.
    await kernel.request("kernel_info_request");
    expect(stray).toEqual([]);
    close();
  });

  test.each([[""], ["status"], ["no.such.topic"]])(
    "a subscription to %j is welcomed by its name, each time anew",
    async (topic) => {
      for (let time = 0; time < 2; time++) {
        const { iopub, receive, close } = secondClient();
        iopub.subscribe(topic);
        const welcome = await welcomed(() => receive(iopub));
        expect(welcome.content).toEqual({ subscription: topic });
        expect(welcome.parent).toEqual({});
        close();
      }
    },
  );
});

test("a front end that comes back under its name is heard while its old connection is still there", async () => {
  const before = secondClient();
  const ask = async ({ shell, receive }: ReturnType<typeof secondClient>) => {
    const request = kernel.codec.compose("kernel_info_request", {}, {});
    await shell.send(kernel.codec.encode([], request));
    const { parent, content } = await receive(shell);
    expect([parent.msg_id, content["status"]]).toEqual([request.header.msg_id, "ok"]);
  };
  await ask(before);
  const after = secondClient();
  await ask(after);
  await ask(after);
  before.close();
  await ask(after);
  after.close();
});

test("a front end that leaves before its reply, or in the middle of it, costs the others nothing", async () => {
  for (let n = 0; n < 5; n++) {
    const { shell, iopub, close } = secondClient();
    iopub.subscribe("");
    const content = {
      code: `console.log("left".repeat(2e6)); 0`,
      user_expressions: { much: `"x".repeat(5e6)` },
    };
    const request = kernel.codec.compose("execute_request", content, {});
    const ended = kernel.idle(request.header.msg_id);
    const begun = kernel.next((_channel, { parent }) => parent.msg_id === request.header.msg_id);
    await shell.send(kernel.codec.encode([], request));
    await begun;
    close();
    await ended;
    expect((await kernel.execute(`${n} + 1`)).result?.["text/plain"]).toBe(String(n + 1));
  }
});
