/** One session of the inspector with the main thread of a runtime, and the helper that lives there. */
import { DEBUG_HOOK } from "../runtime/debug/hook-name.ts";
import type { DebugPort } from "../runtime/debug/port.ts";
import type { Evaluated, ExceptionDetails, RemoteObject } from "./inspector.ts";
import { describeValue } from "./values.ts";

/** What a function in the runtime is given: a handle, or a value that is JSON. */
export interface CallArgument {
  objectId?: string;
  value?: unknown;
  unserializableValue?: string;
}

/** How a call of the helper is made. */
export interface CallOptions {
  /** Give the value itself instead of a handle. Default false. */
  byValue?: boolean;
  /** Wait where it is a promise; nothing must be paused then. Default false. */
  wait?: boolean;
  /** The handles' group, by which they are released. */
  group?: string;
  /** Show what is inside. Default false. */
  preview?: boolean;
}

/** An expression threw, or could not be parsed. */
export class EvaluationError extends Error {
  override name = "EvaluationError";
}

/** The global function by which the runtime reaches a session; it is taken away at once. */
const BINDING = "__tunebookDebug";

/** JavaScript that names the helper. */
export const HOOK = `globalThis[Symbol.for(${JSON.stringify(DEBUG_HOOK)})]`;

/** Speaks with the inspector. */
export class InspectorSession {
  readonly port: DebugPort;
  #hook = "";

  constructor(port: DebugPort) {
    this.port = port;
  }

  /** Connects. From here on `post` works. */
  async open(): Promise<void> {
    await this.port.post("open");
    await this.post("Runtime.addBinding", { name: BINDING });
    const { result } = await this.post<Evaluated>("Runtime.evaluate", {
      expression: HOOK,
      objectGroup: "helper",
    });
    this.#hook = result.objectId!;
    await this.hook("begin", [{ value: BINDING }]);
  }

  /** Lets go of the runtime. */
  async close(): Promise<void> {
    await this.hook("end", []);
    await this.port.post("close");
  }

  post<Result = object>(method: string, params?: object): Promise<Result> {
    return this.port.post<Result>(method, params);
  }

  /**
   * Calls a method of the helper.
   * @throws EvaluationError where it throws
   */
  async hook(method: string, given: CallArgument[], options: CallOptions = {}) {
    const names = given.map((_, index) => `a${index}`).join(",");
    const answer = await this.post<Evaluated>("Runtime.callFunctionOn", {
      objectId: this.#hook,
      functionDeclaration: `function(${names}){return this.${method}(${names})}`,
      arguments: given,
      silent: true,
      returnByValue: options.byValue ?? false,
      awaitPromise: options.wait ?? false,
      objectGroup: options.group,
      generatePreview: options.preview ?? false,
    });
    return valueOf(answer);
  }

  /** Releases the handles of a group; does not matter where the runtime has gone. */
  release(group: string): void {
    this.post("Runtime.releaseObjectGroup", { objectGroup: group }).catch(() => {});
  }
}

/** The value of an evaluation. @throws EvaluationError where there is none */
export function valueOf({ result, exceptionDetails }: Evaluated): RemoteObject {
  if (exceptionDetails) throw new EvaluationError(reasonOf(exceptionDetails));
  return result;
}

/** What was thrown, in a line. */
function reasonOf({ exception, text }: ExceptionDetails): string {
  return exception ? describeValue(exception, true) : text;
}

/** A value as an argument of a call. */
export function argumentOf(value: RemoteObject): CallArgument {
  if (value.objectId !== undefined) return { objectId: value.objectId };
  if (value.unserializableValue !== undefined) {
    return { unserializableValue: value.unserializableValue };
  }
  return { value: value.value };
}
