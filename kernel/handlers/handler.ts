import type {
  ErrorReply,
  PublishedContents,
  PublishedType,
  ReplyContents,
  ReplyType,
  StdinContents,
} from "../wire/content.ts";
import type { Header, JsonObject, Message, MessageExtras } from "../wire/message.ts";
import type { Session } from "./session.ts";

/** Sends messages to all front ends. All that handlers ever see of the sockets. */
export interface Publisher {
  publish<Type extends PublishedType>(
    type: Type,
    content: PublishedContents[Type],
    parent: Partial<Header>,
    extras?: MessageExtras,
  ): void;
  /** Resolves once everything published so far is on its way. */
  published(): Promise<void>;
}

/** One request and the ways to answer it. */
export interface RequestContext {
  readonly message: Message;
  /** The request's content, unchecked: read it with `read-content.ts`. */
  readonly content: JsonObject;
  readonly metadata: JsonObject;
  /** Publishes on behalf of this request. */
  publish<Type extends PublishedType>(
    type: Type,
    content: PublishedContents[Type],
    extras?: MessageExtras,
  ): void;
  /** Answers the request, after all that was published before. To be called once. */
  reply<Type extends ReplyType>(
    type: Type,
    content: ReplyContents[Type] | ErrorReply,
    extras?: MessageExtras,
  ): Promise<void>;
  /** Who sent the request; the same for all requests of one front end. */
  readonly client: string;
  /** Asks the sender's user for a line of text; `failed` is called if it cannot be reached. Returns the question's msg_id. */
  askInput(content: StdinContents["input_request"], failed: () => void): string;
  /** Cancels the queued requests that have come by the time this one is through. */
  cancelWaiting(): void;
}

/** What is done with one type of message. A new type is one file in `requests/` and a line in `registry.ts`. */
export interface Handler {
  /** The `msg_type` that it takes. */
  readonly type: string;
  /** True: waits for its turn behind the executions. Default false: runs at once, also while a cell runs. */
  readonly queued?: boolean;
  /**
   * True: front ends do not count its busy and idle as the kernel's state, so that it needs no
   * correction while a cell runs. Default false.
   */
  readonly besideCells?: boolean;
  /** True: the channel is stdin, and neither busy nor idle is published. Default false. */
  readonly stdin?: boolean;
  handle(request: RequestContext, session: Session): void | Promise<void>;
  /** For queued handlers: the answer when an earlier failure cancels the request. */
  abort?(request: RequestContext, session: Session): void | Promise<void>;
}
