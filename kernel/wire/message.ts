/**
 * Jupyter messages as data: what stands in a message, whatever carries it.
 * Follows "Messaging in Jupyter", protocol 5.5.
 */

/** The version of the messaging protocol that this kernel speaks. */
export const PROTOCOL_VERSION = "5.5";

export type JsonObject = Record<string, unknown>;

/** Who sent a message, when, and what it is. */
export interface Header {
  msg_id: string;
  session: string;
  username: string;
  /** ISO 8601. */
  date: string;
  msg_type: string;
  version: string;
  /** The subshell that a request is for; absent or null for the main one. Unchecked. */
  subshell_id?: unknown;
}

/** One message without its routing. `content` is what the sender claims: handlers read it with care. */
export interface Message<Content = JsonObject> {
  header: Header;
  /** The header of the request that this message belongs to; empty where there is none. */
  parent: Partial<Header>;
  metadata: JsonObject;
  content: Content;
  buffers: Uint8Array[];
  /** A member of `content` that was JSON before it was a value, and need not become JSON again. */
  written?: WrittenMember;
}

/** The JSON of one member of an object; UTF-8. */
export interface WrittenMember {
  key: string;
  json: Uint8Array;
}

/** The channels on which front ends send messages. */
export type RequestChannel = "shell" | "control" | "stdin";

/** A message as it came from a socket: `identities` is the way back to its sender. */
export interface Incoming {
  identities: Uint8Array[];
  message: Message;
}

/** What may be added to a message beside its content. */
export interface MessageExtras {
  metadata?: JsonObject;
  buffers?: Uint8Array[];
  written?: WrittenMember;
}
