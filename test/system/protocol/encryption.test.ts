/** CurveZMQ, over real sockets and with Jupyter's own client. */
import { describe, expect, test } from "vitest";
import { curveKeyPair, Dealer, Subscriber } from "zeromq";
import { startKernel } from "../support/kernel-client.ts";
import { runPython } from "../support/python.ts";
import { python } from "../support/run.ts";

test("a kernel that is given keys encrypts all five channels", async () => {
  await using kernel = await startKernel({ encrypt: true });
  const run = await kernel.execute("console.log('a'); 1 + 1");
  expect([run.stdout, run.result?.["text/plain"]]).toEqual(["a\n", "2"]);
  const info = await kernel.request("kernel_info_request", {}, "control");
  expect(info.content["status"]).toBe("ok");
  await kernel.heartbeat();
  expect(await kernel.shutdown()).toBe(0);
});

describe("who lacks the kernel's key", () => {
  const stranger = curveKeyPair();
  const wrong = { curvePublicKey: stranger.publicKey, curveSecretKey: stranger.secretKey };
  const options = { linger: 0, reconnectInterval: 20 };

  test.each([
    ["no keys", {}],
    ["another kernel's key", { ...wrong, curveServerKey: curveKeyPair().publicKey }],
  ])("%s: gets nothing, and does no harm", async (_what, keys) => {
    await using kernel = await startKernel({ encrypt: true });
    const shell = new Dealer({ ...options, ...keys });
    const iopub = new Subscriber({ ...options, ...keys });
    iopub.subscribe("");
    const heard: string[] = [];
    const listen = async (name: string, socket: AsyncIterable<unknown>) => {
      for await (const _ of socket) heard.push(name);
    };
    const listening = [listen("shell", shell), listen("iopub", iopub)];
    // The connection was refused: the handshake failed, or the kernel hung up.
    const refused = (socket: Dealer | Subscriber) =>
      new Promise<void>((resolve) => {
        for (const type of [
          "handshake:error:protocol",
          "handshake:error:auth",
          "handshake:error:other",
          "disconnect",
        ] as const) {
          socket.events.on(type, () => resolve());
        }
      });
    const both = Promise.all([refused(shell), refused(iopub)]);
    for (const [name, socket] of Object.entries({ shell, iopub })) {
      socket.connect(kernel.address(name));
    }
    const request = kernel.codec.compose("kernel_info_request", {}, {});
    void shell.send(kernel.codec.encode([], request)).catch(() => {});
    await both;
    expect((await kernel.execute("3 + 4")).result?.["text/plain"]).toBe("7");
    expect(heard).toEqual([]);
    expect(kernel.published.map(({ parent }) => parent.msg_id)).not.toContain(
      request.header.msg_id,
    );
    shell.close();
    iopub.close();
    await Promise.all(listening);
  });
});

test.skipIf(!python)(
  "Jupyter's client that requires encryption runs a cell, beats, restarts (needs Python with Jupyter)",
  async () => {
    const { stdout, stderr } = await runPython("encrypted.py");
    expect(JSON.parse(stdout || `{"stderr": ${JSON.stringify(stderr)}}`)).toEqual({
      encrypted: true,
      "same keys": true,
      first: ["ok", "out\n42"],
      beat: true,
      again: ["ok", "'again'"],
    });
  },
);
