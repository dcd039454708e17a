/**
 * The messages of the Debug Adapter Protocol (1.68) that this kernel takes and gives, and Jupyter's
 * additions to it ("Messaging in Jupyter", section "Debug request").
 */

/** What a front end asks; the content of a `debug_request`. */
export interface DebugRequest {
  seq: number;
  type: "request";
  command: string;
  arguments?: Record<string, unknown>;
}

/** The content of a `debug_reply`. */
export interface DebugResponse {
  seq: number;
  type: "response";
  request_seq: number;
  command: string;
  success: boolean;
  /** Why it failed, in words. */
  message?: string;
  body?: object;
}

/** The content of a `debug_event`. */
export interface DebugEvent {
  seq: number;
  type: "event";
  event: string;
  body: object;
}

/** Where code comes from: a path, or a number by which its text can be asked for. */
export interface Source {
  name?: string;
  path?: string;
  sourceReference?: number;
}

/** A breakpoint as a front end wants it. 1-based. */
export interface SourceBreakpoint {
  line: number;
  condition?: string;
  hitCondition?: string;
  logMessage?: string;
}

/** A breakpoint as it is. 1-based. */
export interface Breakpoint {
  id: number;
  verified: boolean;
  line: number;
  column?: number;
  message?: string;
  source: Source;
}

/** One call. 1-based. */
export interface StackFrame {
  id: number;
  name: string;
  source?: Source;
  line: number;
  column: number;
  presentationHint?: "normal" | "label" | "subtle";
}

/** A group of variables of a frame. */
export interface ScopeEntry {
  name: string;
  presentationHint?: string;
  variablesReference: number;
  expensive: boolean;
}

/** One variable, or one property of one. */
export interface Variable {
  name: string;
  value: string;
  type?: string;
  evaluateName?: string;
  /** 0, or a number by which its parts can be asked for. */
  variablesReference: number;
  namedVariables?: number;
  indexedVariables?: number;
  presentationHint?: { kind?: string; attributes?: string[]; lazy?: boolean; visibility?: string };
}

/** A request that cannot be fulfilled; its message is for the user. */
export class DebugRequestError extends Error {
  override name = "DebugRequestError";
}
