/** A debugger's front end for tests: asks and waits for events, over a kernel's real sockets. */
import type {
  DebugEvent,
  DebugResponse,
  StackFrame,
  Variable,
} from "../../../kernel/debug/protocol.ts";
import type { KernelClient, Running } from "./kernel-client.ts";

type Body = Record<string, never>;

/** A scope with its variables. */
export type Scopes = Record<string, Record<string, string>>;

export class DebugClient {
  readonly kernel: KernelClient;
  #seq = 0;

  constructor(kernel: KernelClient) {
    this.kernel = kernel;
  }

  /** Sends a request and gives the whole answer. */
  async ask(command: string, given: object = {}): Promise<DebugResponse> {
    const content = { seq: ++this.#seq, type: "request", command, arguments: given };
    const { content: reply } = await this.kernel.request("debug_request", content, "control");
    return reply as unknown as DebugResponse;
  }

  /** Sends a request that must succeed and gives its body. */
  async must<Answer = Body>(command: string, given: object = {}): Promise<Answer> {
    const answer = await this.ask(command, given);
    if (!answer.success) throw new Error(`${command} failed: ${answer.message}`);
    return answer.body as Answer;
  }

  /** The next event of this kind; to be called before what causes it. */
  async event(name: string): Promise<Record<string, unknown>> {
    const { content } = await this.kernel.next(
      (channel, { header, content: found }) =>
        channel === "iopub" && header.msg_type === "debug_event" && found["event"] === name,
    );
    return (content as unknown as DebugEvent).body as Record<string, unknown>;
  }

  /** Turns the debugger on as JupyterLab does. */
  async attach(clientID = "test"): Promise<void> {
    await this.must("initialize", { clientID });
    await this.must("attach");
  }

  async detach(): Promise<void> {
    await this.must("disconnect", { restart: false, terminateDebuggee: false });
  }

  /** Sets breakpoints in a cell, by lines or in full; gives them as the debugger has them. */
  async setIn(code: string, breakpoints: (number | object)[]) {
    const { sourcePath } = await this.must<{ sourcePath: string }>("dumpCell", { code });
    return this.set(sourcePath, breakpoints);
  }

  /** The same in a file. */
  async set(path: string, breakpoints: (number | object)[]) {
    const answer = await this.must<{
      breakpoints: { line: number; verified: boolean; message?: string }[];
    }>("setBreakpoints", {
      source: { path },
      breakpoints: breakpoints.map((one) => (typeof one === "number" ? { line: one } : one)),
    });
    return answer.breakpoints;
  }

  /** Runs a cell up to where it stops. */
  async runTo(code: string): Promise<{ running: Running; stop: Record<string, unknown> }> {
    const stopped = this.event("stopped");
    const running = this.kernel.start(code);
    return { running, stop: await stopped };
  }

  /** `continue`, `next`, `stepIn`, `stepOut`, up to the next stop. */
  async go(command: string): Promise<Record<string, unknown>> {
    const stopped = this.event("stopped");
    await this.must(command, { threadId: 1 });
    return stopped;
  }

  async frames(): Promise<StackFrame[]> {
    return (await this.must<{ stackFrames: StackFrame[] }>("stackTrace", { threadId: 1 }))
      .stackFrames;
  }

  /** Where the program stands: `add:3`. */
  async where(): Promise<string> {
    const [frame] = await this.frames();
    return `${frame!.name}:${frame!.line}`;
  }

  async variables(variablesReference: number, page: object = {}): Promise<Variable[]> {
    const given = { variablesReference, ...page };
    return (await this.must<{ variables: Variable[] }>("variables", given)).variables;
  }

  /** The scopes of a frame, by default the innermost, with each variable's text. */
  async scopes(frameId?: number): Promise<Scopes> {
    const shown: Scopes = {};
    for (const { name, variablesReference } of await this.scopeList(frameId)) {
      const variables = await this.variables(variablesReference);
      shown[name] = Object.fromEntries(variables.map((one) => [one.name, one.value]));
    }
    return shown;
  }

  async scopeList(frameId?: number): Promise<{ name: string; variablesReference: number }[]> {
    const id = frameId ?? (await this.frames())[0]!.id;
    return (await this.must<{ scopes: never[] }>("scopes", { frameId: id })).scopes;
  }

  /** What an expression gives in the innermost frame. */
  async evaluate(expression: string, context = "repl"): Promise<DebugResponse> {
    const [frame] = await this.frames();
    return this.ask("evaluate", { expression, context, frameId: frame?.id });
  }
}

/** The text of an evaluation. */
export const resultOf = ({ body, message }: DebugResponse): string =>
  (body as { result?: string }).result ?? `failed: ${message}`;
