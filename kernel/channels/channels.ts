import { isIPv6 } from "node:net";
import { Reply, Router, type Socket, XPublisher } from "./zeromq.ts";
import type { Codec, WireFrame } from "../wire/codec.ts";
import { MAX_MESSAGE_BYTES } from "../wire/codec.ts";
import type { ConnectionInfo, SocketName } from "../wire/connection-file.ts";
import type { Incoming, Message, RequestChannel } from "../wire/message.ts";
import { CANNOT_LISTEN, requireSafeAddress, socketAddress } from "./address.ts";
import { curveServer } from "./curve.ts";
import { RareLog } from "../wire/rare-log.ts";
import { SendQueue } from "./send-queue.ts";

/** A heartbeat is a few bytes that are sent back as they came. */
const MAX_HEARTBEAT_BYTES = 2 ** 16;
/** A subscription is the beginning of a topic. */
const MAX_SUBSCRIPTION_BYTES = 2 ** 12;
/**
 * A front end whose connection broke comes back under the name that it had. Without `handover` ZeroMQ would
 * ignore it for as long as the old connection is not known to be gone, and with it every request.
 */
const REQUESTS = { maxMessageSize: MAX_MESSAGE_BYTES, handover: true };

export interface ChannelsOptions {
  /** Something that needs a human's eye: a message that was dropped, a send that failed. */
  log(text: string): void;
}

/** The five sockets of a kernel. Knows bytes and queues, and no message type. */
export class Channels {
  readonly #codec: Codec;
  readonly #log: (text: string) => void;
  readonly #sockets = {
    shell: new Router(REQUESTS),
    control: new Router(REQUESTS),
    // A question to a front end that is not there is an error: whoever asks would wait for ever.
    stdin: new Router({ ...REQUESTS, mandatory: true }),
    // Without a high-water mark: the default of 1000 drops what a slow front end has not read yet.
    // It hears who subscribes, every time, also where another front end has the same subscription.
    iopub: new XPublisher({
      sendHighWaterMark: 0,
      verbosity: "allSubs",
      maxMessageSize: MAX_SUBSCRIPTION_BYTES,
    }),
    heartbeat: new Reply({ maxMessageSize: MAX_HEARTBEAT_BYTES }),
  };
  readonly #queues: Record<RequestChannel | "iopub", SendQueue>;
  /** Resolves when the first front end that listens on iopub was welcomed. */
  readonly subscribed: Promise<void>;
  #greeted!: () => void;
  #closed = false;

  private constructor(codec: Codec, { log }: ChannelsOptions) {
    this.subscribed = new Promise((resolve) => (this.#greeted = resolve));
    this.#codec = codec;
    this.#log = log;
    const queue = (name: RequestChannel | "iopub") =>
      new SendQueue(this.#sockets[name] as { send(frames: WireFrame[]): Promise<void> }, (error) =>
        log(`A message on ${name} could not be sent: ${error.message}`),
      );
    this.#queues = {
      shell: queue("shell"),
      control: queue("control"),
      stdin: queue("stdin"),
      iopub: queue("iopub"),
    };
  }

  /**
   * Binds all five sockets to the given address and to nothing else. Messages wait in the sockets
   * until {@link listen}; the heartbeat answers from now on.
   * @throws ConnectionFileError for an open address without a key; Error that begins with {@link CANNOT_LISTEN}
   */
  static async bind(
    connection: ConnectionInfo,
    codec: Codec,
    options: ChannelsOptions,
  ): Promise<Channels> {
    requireSafeAddress(connection);
    const encryption = curveServer(connection.curve);
    const channels = new Channels(codec, options);
    const sockets = Object.entries(channels.#sockets) as [SocketName, Socket][];
    await Promise.all(
      sockets.map(async ([name, socket]) => {
        if (isIPv6(connection.ip)) socket.ipv6 = true;
        Object.assign(socket, encryption);
        const address = socketAddress(connection, name);
        try {
          await socket.bind(address);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          throw new Error(`${CANNOT_LISTEN} ${address} (${name}): ${why}.`, { cause: error });
        }
      }),
    );
    void channels.#beat();
    void channels.#welcome();
    return channels;
  }

  /** Hands every valid message to `receive`; drops and logs the others. `receive` must not throw. */
  listen(receive: (channel: RequestChannel, incoming: Incoming) => void): void {
    for (const channel of ["shell", "control", "stdin"] as const) void this.#read(channel, receive);
  }

  /**
   * Sends to one front end, after what was sent on this channel before. `failed` is called if it could
   * not be sent; that a front end is not there at all is only found on stdin.
   */
  send(
    channel: RequestChannel,
    identities: Uint8Array[],
    message: Message<unknown>,
    failed?: () => void,
  ): void {
    this.#queues[channel].push(this.#codec.encode(identities, message), failed);
  }

  /** Sends to every front end. */
  publish(message: Message<unknown>): void {
    this.#queues.iopub.push(this.#codec.encode([message.header.msg_type], message));
  }

  /** Resolves once all that was sent on `channel` is handed over to ZeroMQ. */
  flushed(channel: RequestChannel | "iopub"): Promise<void> {
    return this.#queues[channel].flushed();
  }

  /** Flushes, then closes the sockets; what ZeroMQ still holds is delivered within a second. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(Object.values(this.#queues).map((queue) => queue.flushed()));
    for (const socket of Object.values(this.#sockets)) {
      socket.linger = 1000;
      socket.close();
    }
  }

  async #read(
    channel: RequestChannel,
    receive: (channel: RequestChannel, incoming: Incoming) => void,
  ): Promise<void> {
    const dropped = new RareLog(this.#log, `messages on ${channel} were dropped`);
    await this.#untilClosed(channel, async () => {
      for await (const frames of this.#sockets[channel]) {
        let incoming: Incoming;
        try {
          incoming = this.#codec.decode(frames);
        } catch (error) {
          dropped.log(`A message on ${channel} was dropped: ${(error as Error).message}.`);
          continue;
        }
        receive(channel, incoming);
      }
    });
  }

  async #beat(): Promise<void> {
    await this.#untilClosed("heartbeat", async () => {
      for await (const frames of this.#sockets.heartbeat)
        await this.#sockets.heartbeat.send(frames);
    });
  }

  /**
   * Greets each subscription, so that a front end knows that from here on it misses nothing ("iopub_welcome",
   * Jupyter enhancement proposal 65). A frame of 1 and the topic subscribes, of 0 leaves.
   */
  async #welcome(): Promise<void> {
    await this.#untilClosed("iopub", async () => {
      for await (const [frame] of this.#sockets.iopub) {
        if (frame?.[0] !== 1) continue;
        const topic = frame.subarray(1);
        const content = { subscription: topic.toString("utf8") };
        const message = this.#codec.compose("iopub_welcome", content, {});
        this.#queues.iopub.push(this.#codec.encode([topic], message));
        this.#greeted();
      }
    });
  }

  async #untilClosed(name: SocketName, loop: () => Promise<void>): Promise<void> {
    try {
      await loop();
    } catch (error) {
      if (!this.#closed) this.#log(`The ${name} socket failed: ${(error as Error).message}`);
    }
  }
}
