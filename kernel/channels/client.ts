import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "./zeromq.ts";
import type { Codec } from "../wire/codec.ts";
import type { ConnectionInfo } from "../wire/connection-file.ts";
import type { Message } from "../wire/message.ts";
import { socketAddress } from "./address.ts";
import { curveClient } from "./curve.ts";
import { SendQueue } from "./send-queue.ts";

/** A client's channels: those it also sends on, and iopub, on which it only listens. */
export type ClientChannel = "shell" | "control" | "stdin" | "iopub";

/** The other end of {@link Channels}: what a program needs that drives a kernel as Jupyter does. */
export class ClientChannels {
  readonly #codec: Codec;
  // A cell's questions come back to the name that ran it.
  readonly #name = randomUUID();
  readonly #shell = new Dealer({ routingId: this.#name });
  readonly #control = new Dealer();
  readonly #stdin = new Dealer({ routingId: this.#name });
  // Without a high-water mark: nothing that the kernel publishes may be dropped here.
  readonly #iopub = new Subscriber({ receiveHighWaterMark: 0 });
  readonly #queues: Record<"shell" | "control" | "stdin", SendQueue>;

  constructor(connection: ConnectionInfo, codec: Codec) {
    this.#codec = codec;
    const sockets = {
      shell: this.#shell,
      control: this.#control,
      stdin: this.#stdin,
      iopub: this.#iopub,
    };
    for (const [name, socket] of Object.entries(sockets)) {
      socket.linger = 0;
      Object.assign(socket, curveClient(connection.curve));
      socket.connect(socketAddress(connection, name as ClientChannel));
    }
    this.#iopub.subscribe();
    this.#queues = {
      shell: queueOf(this.#shell),
      control: queueOf(this.#control),
      stdin: queueOf(this.#stdin),
    };
  }

  send(channel: "shell" | "control" | "stdin", message: Message<unknown>): void {
    this.#queues[channel].push(this.#codec.encode([], message));
  }

  /** Hands over every message, in the order of each channel, until {@link close}. */
  listen(receive: (channel: ClientChannel, message: Message) => void): void {
    const read = async (channel: ClientChannel, socket: AsyncIterable<Buffer[]>) => {
      try {
        for await (const frames of socket) receive(channel, this.#codec.decode(frames).message);
      } catch {
        // The socket was closed.
      }
    };
    void read("shell", this.#shell);
    void read("control", this.#control);
    void read("stdin", this.#stdin);
    void read("iopub", this.#iopub);
  }

  close(): void {
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub]) socket.close();
  }
}

/** A send only fails because the sockets were closed, and then nobody waits for an answer. */
function queueOf(socket: InstanceType<typeof Dealer>): SendQueue {
  return new SendQueue(socket, () => undefined);
}
