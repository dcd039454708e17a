import { Subscriber, XPublisher } from "zeromq";
import { expect, test } from "vitest";
import { SendQueue } from "../../../kernel/channels/send-queue.ts";

test("20,000 messages pushed in one tick arrive whole and in order over a real socket", async () => {
  const publisher = new XPublisher({ sendHighWaterMark: 0 });
  await publisher.bind("tcp://127.0.0.1:*");
  const subscriber = new Subscriber({ receiveHighWaterMark: 0 });
  subscriber.subscribe("");
  subscriber.connect(publisher.lastEndpoint ?? "");
  await publisher.receive(); // the subscription
  const queue = new SendQueue(publisher, (error) => expect.unreachable(error.message));

  const count = 20_000;
  for (let index = 0; index < count; index++) queue.push([String(index)]);
  await queue.flushed();

  const received: string[] = [];
  while (received.length < count) {
    const [frame] = await subscriber.receive();
    received.push(String(frame));
  }
  expect(received).toEqual(Array.from({ length: count }, (_, index) => String(index)));
  publisher.close();
  subscriber.close();
});

test("never has two sends open, and goes on after one that failed", async () => {
  let open = 0;
  const sent: string[] = [];
  const errors: string[] = [];
  const queue = new SendQueue(
    {
      async send([frame]) {
        expect(++open).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
        if (frame === "bad") throw new Error("no route");
        sent.push(String(frame));
      },
    },
    (error) => errors.push(error.message),
  );
  for (const frame of ["a", "bad", "b"]) queue.push([frame]);
  await queue.flushed();
  queue.push(["c"]);
  await queue.flushed();
  expect(sent).toEqual(["a", "b", "c"]);
  expect(errors).toEqual(["no route"]);
});

test("flushed() of an idle queue resolves at once", async () => {
  await new SendQueue({ send: async () => {} }, () => {}).flushed();
});
