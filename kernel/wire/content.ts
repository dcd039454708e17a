/**
 * The content of each message that this kernel sends, by message type, and of those it receives.
 * Received content arrives unchecked; `kernel/handlers/read-content.ts` turns it into these types.
 */
import type { DebugEvent, DebugResponse } from "../debug/protocol.ts";
import type { JsonObject } from "./message.ts";

/** MIME type → content. */
export type MimeBundle = Record<string, unknown>;

/** An error, in the three fields that every front end shows. */
export interface ErrorContent {
  ename: string;
  evalue: string;
  /** Lines of text; may hold ANSI colours. */
  traceback: string[];
}

export type ErrorReply = { status: "error" } & ErrorContent;

/** The value of one of a request's `user_expressions`. */
export type UserExpressionResult =
  { status: "ok"; data: MimeBundle; metadata: object } | ErrorReply;

export interface LanguageInfo {
  name: string;
  version: string;
  mimetype: string;
  file_extension: string;
  pygments_lexer: string;
  codemirror_mode: string | JsonObject;
  nbconvert_exporter: string;
}

/** Reply type → content of its successful (or aborted) form. */
export interface ReplyContents {
  kernel_info_reply: {
    status: "ok";
    protocol_version: string;
    implementation: string;
    implementation_version: string;
    language_info: LanguageInfo;
    banner: string;
    debugger: boolean;
    help_links: { text: string; url: string }[];
    supported_features: string[];
  };
  execute_reply:
    | {
        status: "ok";
        execution_count: number;
        payload: JsonObject[];
        user_expressions: Record<string, UserExpressionResult>;
      }
    | ({
        execution_count: number;
        user_expressions: Record<string, UserExpressionResult>;
      } & ErrorReply)
    | { status: "aborted" };
  complete_reply: {
    status: "ok";
    matches: string[];
    /** Code points, as are all positions of the protocol. */
    cursor_start: number;
    cursor_end: number;
    metadata: JsonObject;
  };
  inspect_reply: { status: "ok"; found: boolean; data: MimeBundle; metadata: JsonObject };
  is_complete_reply:
    { status: "complete" | "invalid" | "unknown" } | { status: "incomplete"; indent: string };
  history_reply: { status: "ok"; history: unknown[] };
  comm_info_reply: { status: "ok"; comms: Record<string, { target_name: string }> };
  debug_reply: DebugResponse;
  interrupt_reply: { status: "ok" };
  shutdown_reply: { status: "ok"; restart: boolean };
  connect_reply: {
    status: "ok";
    shell_port: number;
    iopub_port: number;
    stdin_port: number;
    control_port: number;
    hb_port: number;
  };
  usage_reply: {
    status: "ok";
    hostname: string;
    pid: number;
    /** Percent of one processor. */
    kernel_cpu: number;
    /** Bytes. */
    kernel_memory: number;
    /** Percent of all processors. */
    host_cpu_percent?: number;
    cpu_count: number;
    host_virtual_memory: JsonObject;
  };
  create_subshell_reply: { status: "ok"; subshell_id: string };
  delete_subshell_reply: { status: "ok" };
  list_subshell_reply: { status: "ok"; subshell_id: string[] };
}

/** What is published to every front end, by message type. */
export interface PublishedContents {
  status: { execution_state: "starting" | "busy" | "idle" };
  execute_input: { code: string; execution_count: number };
  stream: { name: "stdout" | "stderr"; text: string };
  display_data: DisplayContent;
  update_display_data: DisplayContent;
  execute_result: { execution_count: number; data: MimeBundle; metadata: object };
  error: ErrorContent;
  clear_output: { wait: boolean };
  comm_open: { comm_id: string; target_name: string; data: unknown };
  comm_msg: { comm_id: string; data: unknown };
  comm_close: { comm_id: string; data: unknown };
  debug_event: DebugEvent;
  shutdown_reply: { status: "ok"; restart: boolean };
}

export interface DisplayContent {
  data: MimeBundle;
  metadata: object;
  /** `display_id` names the output for later updates. */
  transient: { display_id?: string };
}

/** What is asked of one front end on the stdin channel. */
export interface StdinContents {
  input_request: { prompt: string; password: boolean };
}

export type ReplyType = keyof ReplyContents;
export type PublishedType = keyof PublishedContents;
