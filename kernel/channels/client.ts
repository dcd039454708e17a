import { Dealer, Subscriber } from "zeromq";
import type { Codec } from "../wire/codec.ts";
import type { ConnectionInfo } from "../wire/connection-file.ts";
import type { Message } from "../wire/message.ts";
import { socketAddress } from "./address.ts";
import { curveClient } from "./curve.ts";
import { SendQueue } from "./send-queue.ts";

/** A client's channels: those it also sends on, and iopub, on which it only listens. */
export type ClientChannel = "shell" | "control" | "iopub";

/** The other end of {@link Channels}: what a program needs that drives a kernel as Jupyter does. */
export class ClientChannels {
  readonly #codec: Codec;
  readonly #shell = new Dealer();
  readonly #control = new Dealer();
  // Without a high-water mark: nothing that the kernel publishes may be dropped here.
  readonly #iopub = new Subscriber({ receiveHighWaterMark: 0 });
  readonly #queues: Record<"shell" | "control", SendQueue>;

  constructor(connection: ConnectionInfo, codec: Codec) {
    this.#codec = codec;
    const sockets = { shell: this.#shell, control: this.#control, iopub: this.#iopub };
    for (const [name, socket] of Object.entries(sockets)) {
      socket.linger = 0;
      Object.assign(socket, curveClient(connection.curve));
      socket.connect(socketAddress(connection, name as ClientChannel));
    }
    this.#iopub.subscribe();
    this.#queues = { shell: queueOf(this.#shell), control: queueOf(this.#control) };
  }

  send(channel: "shell" | "control", message: Message<unknown>): void {
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
    void read("iopub", this.#iopub);
  }

  close(): void {
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
  }
}

/** A send only fails because the sockets were closed, and then nobody waits for an answer. */
function queueOf(socket: Dealer): SendQueue {
  return new SendQueue(socket, () => undefined);
}
