import type { ReplyType } from "../wire/content.ts";
import type { Incoming, Message, MessageExtras, RequestChannel } from "../wire/message.ts";
import type { Handler, RequestContext } from "./handler.ts";
import { BadRequestError } from "./read-content.ts";
import { RareLog } from "../wire/rare-log.ts";
import { handlers } from "./registry.ts";
import type { Session } from "./session.ts";
import { UnknownSubshellError } from "./shells.ts";

/** Sends to the one front end that asked. */
export interface Replier {
  /** Returns the msg_id of what it sends; `failed` is called if the front end is not there to take it. */
  send(
    channel: RequestChannel,
    identities: Uint8Array[],
    type: string,
    content: unknown,
    parent: Message,
    extras?: MessageExtras,
    failed?: () => void,
  ): string;
}

/** A message's type, cut where it is none that anybody would send. */
const named = ({ header }: Message) => header.msg_type.slice(0, 100);

/** Takes each message to its handler, between busy and idle, in the turn of its shell where the handler says so. */
export class Dispatcher {
  readonly #session: Session;
  readonly #replier: Replier;
  readonly #refused: RareLog;

  constructor(session: Session, replier: Replier) {
    this.#session = session;
    this.#replier = replier;
    this.#refused = new RareLog(session.log, "requests were refused");
  }

  /** Never throws; whatever goes wrong ends in an error reply and in the log. */
  receive(channel: RequestChannel, incoming: Incoming): void {
    const { message } = incoming;
    const handler = handlers.get(message.header.msg_type);
    if (channel === "stdin" || handler?.stdin) {
      if (channel === "stdin" && handler?.stdin) {
        const request = this.#context(channel, incoming);
        void this.#guard(handler, request, () => handler.handle(request, this.#session));
      } else {
        this.#refused.log(`A ${named(message)} on ${channel} was ignored.`);
      }
      return;
    }
    if (!handler) this.#refused.log(`A message of unknown type ${named(message)} came.`);
    const subshell = message.header.subshell_id;
    const queue = this.#session.shells.queue(subshell);
    // A comm message needs no queue, and is not lost because it was overtaken by the deletion.
    if (!queue && handler?.type.endsWith("_request")) {
      const refuse = () => {
        throw new UnknownSubshellError(subshell);
      };
      void this.#attend(this.#context(channel, incoming), handler, refuse);
      return;
    }
    if (!queue || !handler?.queued) {
      const request = this.#context(channel, incoming);
      void this.#attend(request, handler, () => handler?.handle(request, this.#session));
      return;
    }
    let cancelWaiting = false;
    const request = this.#context(channel, incoming, () => (cancelWaiting = true));
    queue.push({
      run: async () => {
        await this.#attend(request, handler, () => handler.handle(request, this.#session));
        if (cancelWaiting) queue.cancelWaiting();
      },
      cancel: () => this.#attend(request, handler, () => handler.abort?.(request, this.#session)),
    });
  }

  /** Busy, the work, idle. */
  async #attend(
    request: RequestContext,
    handler: Handler | undefined,
    work: () => void | Promise<void>,
  ): Promise<void> {
    request.publish("status", { execution_state: "busy" });
    if (handler) await this.#guard(handler, request, work);
    request.publish("status", { execution_state: "idle" });
    // JupyterLab answers each message of a running cell with a debug request: never the other way round.
    if (handler?.besideCells) return;
    // Front ends show the state they heard of last: a completion answered while a cell runs must
    // not make the kernel look idle.
    for (const { request: running } of this.#session.running) {
      if (running === request) continue;
      running.publish("status", { execution_state: "busy" });
      break;
    }
  }

  async #guard(
    handler: Handler,
    request: RequestContext,
    work: () => void | Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { name, message, stack } = error as Error;
      const bad = error instanceof BadRequestError;
      this.#refused.log(`${handler.type} failed: ${bad ? message : (stack ?? message)}`);
      if (!handler.type.endsWith("_request")) return;
      await request.reply(handler.type.replace("_request", "_reply") as ReplyType, {
        status: "error",
        ename: bad ? name : "KernelError",
        evalue: message,
        traceback: [`${bad ? name : "KernelError"}: ${message}`],
      });
    }
  }

  #context(
    channel: RequestChannel,
    { identities, message }: Incoming,
    cancelWaiting: () => void = () => {},
  ): RequestContext {
    const { publisher } = this.#session;
    return {
      message,
      content: message.content,
      metadata: message.metadata,
      publish: (type, content, extras) => publisher.publish(type, content, message.header, extras),
      reply: async (type, content, extras) => {
        await publisher.published();
        this.#replier.send(channel, identities, type, content, message, extras);
      },
      cancelWaiting,
      client: Buffer.from(identities.at(-1) ?? []).toString("hex"),
      askInput: (content, failed) =>
        this.#replier.send("stdin", identities, "input_request", content, message, {}, failed),
    };
  }
}
