import { randomUUID } from "node:crypto";
import type { Header, Incoming, JsonObject, Message, MessageExtras } from "./message.ts";
import { PROTOCOL_VERSION } from "./message.ts";
import { ReplayGuard } from "./replay-guard.ts";
import type { Signer } from "./signature.ts";

/** Stands between the routing identities and the message proper. */
const DELIMITER = Buffer.from("<IDS|MSG>");

/** 256 MiB: far above any cell, far below what would exhaust the machine. */
export const MAX_MESSAGE_BYTES = 256 * 2 ** 20;

/** Characters from which a frame is made bytes once; below, the copies cost less than a buffer. */
const LONG_TEXT = 2048;

/** A message that must be dropped; `message` says why, for the log. */
export class WireError extends Error {
  override name = "WireError";
}

export interface CodecOptions {
  /** Bytes of all frames of one message together. Default {@link MAX_MESSAGE_BYTES}. */
  maxBytes?: number;
}

/** Bytes ⇄ signed messages. Knows no socket. */
export class Codec {
  readonly #signer: Signer;
  readonly #replays = new ReplayGuard();
  readonly #maxBytes: number;
  /** This kernel's session: the first half of its message ids. */
  readonly #session = randomUUID();
  #sent = 0;

  constructor(signer: Signer, options: CodecOptions = {}) {
    this.#signer = signer;
    this.#maxBytes = options.maxBytes ?? MAX_MESSAGE_BYTES;
  }

  /**
   * Frames → message. The signature is checked before anything is parsed: JSON that nobody vouches
   * for is never looked at.
   * @throws WireError with the reason to drop it
   */
  decode(frames: readonly Uint8Array[]): Incoming {
    const size = frames.reduce((sum, frame) => sum + frame.length, 0);
    if (size > this.#maxBytes) {
      throw new WireError(`${size} bytes, more than the ${this.#maxBytes} that are accepted`);
    }
    const at = frames.findIndex((frame) => DELIMITER.equals(frame));
    if (at < 0) throw new WireError("the <IDS|MSG> delimiter is missing");
    const [signature, header, parent, metadata, content, ...buffers] = frames.slice(at + 1);
    if (!signature || !header || !parent || !metadata || !content) {
      throw new WireError("frames are missing after the delimiter");
    }
    if (!this.#signer.verify(signature, [header, parent, metadata, content])) {
      throw new WireError("the signature does not match");
    }
    if (this.#signer.enabled && !this.#replays.admit(signature)) {
      throw new WireError("the same signed message came before");
    }
    return {
      identities: frames.slice(0, at),
      message: {
        header: checkedHeader(parseObject(header, "header")),
        parent: parseObject(parent, "parent header") as Partial<Header>,
        metadata: parseObject(metadata, "metadata"),
        content: parseObject(content, "content"),
        buffers,
      },
    };
  }

  /** A new message of this kernel, with an id and a date of its own. */
  compose<Content>(
    type: string,
    content: Content,
    parent: Partial<Header>,
    extras: MessageExtras = {},
  ): Message<Content> {
    return {
      header: {
        msg_id: `${this.#session}_${this.#sent++}`,
        session: this.#session,
        username: "tunebook",
        date: new Date().toISOString(),
        msg_type: type,
        version: PROTOCOL_VERSION,
      },
      parent,
      metadata: extras.metadata ?? {},
      content,
      buffers: extras.buffers ?? [],
      ...(extras.written && { written: extras.written }),
    };
  }

  /** Message → frames, the routing `identities` (or, on iopub, the topic) first. */
  encode(identities: readonly (Uint8Array | string)[], message: Message<unknown>): WireFrame[] {
    const parts = [
      ...[message.header, message.parent, message.metadata].map(frame),
      content(message),
    ];
    return [...identities, DELIMITER, this.#signer.sign(parts), ...parts, ...message.buffers];
  }
}

/** What a socket sends as one frame. */
export type WireFrame = Uint8Array | string;

function frame(part: unknown): WireFrame {
  const text = JSON.stringify(part);
  // Signing and sending would each turn a long text into bytes anew, and the socket copy them.
  return text.length > LONG_TEXT ? Buffer.from(text) : text;
}

function content({ content, written }: Message<unknown>): WireFrame {
  if (written === undefined) return frame(content);
  const { [written.key]: _written, ...rest } = content as JsonObject;
  const head = JSON.stringify(rest).slice(0, -1);
  const key = `${head === "{" ? "" : ","}${JSON.stringify(written.key)}:`;
  return Buffer.concat([Buffer.from(head + key), written.json, Buffer.from("}")]);
}

function parseObject(frame: Uint8Array, what: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(frame).toString("utf8"));
  } catch {
    throw new WireError(`the ${what} is not JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WireError(`the ${what} is not a JSON object`);
  }
  return value as JsonObject;
}

/** Replies quote the header, and the dispatch reads these two: the rest may be anything. */
function checkedHeader(header: JsonObject): Header {
  for (const field of ["msg_id", "msg_type"]) {
    if (typeof header[field] !== "string") {
      throw new WireError(`the header's ${field} is not a text`);
    }
  }
  return header as unknown as Header;
}
