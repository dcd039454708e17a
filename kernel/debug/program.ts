/**
 * The program as the debugger drives it: stops, steps, goes on. Stops only in the user's own code:
 * what the engine reports from anywhere else is stepped out of.
 */
import type { Breakpoints } from "./breakpoints.ts";
import { sameLine, type Stopped, stoppedAt } from "./frames.ts";
import type { Paused } from "./inspector.ts";
import type { Scripts } from "./scripts.ts";
import type { InspectorSession } from "./session.ts";
import { describeValue } from "./values.ts";

/** The one thread there is, in the words of the Debug Adapter Protocol. */
export const THREAD = 1;

/** When something that is thrown stops the program. */
export type ExceptionFilter = "uncaught" | "all";

export interface ProgramOptions {
  scripts: Scripts;
  breakpoints: Breakpoints;
  session: () => InspectorSession | undefined;
  publish: (event: string, body: object) => void;
  /** The program goes on: the handles of the stop mean nothing any more. */
  resumed: (stopped: Stopped) => void;
}

type Step = "stepOver" | "stepInto" | "stepOut";

/** In code that is not the user's, and within one line of theirs, this many stops are passed over. */
const PATIENCE = 200;

/** See the file's head. */
export class Program {
  readonly #options: ProgramOptions;
  /** The stop at which the program stands; undefined while it runs. */
  stopped: Stopped | undefined;
  filters = new Set<ExceptionFilter>();
  #stops = 0;
  #last: Stopped | undefined;
  #wish: { step: Step; passed: number } | "pause" | undefined;
  #parsed = new Map<string, Promise<{ catchesAt(line: number, column: number): boolean }>>();

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  /** The engine has stopped. */
  async paused(session: InspectorSession, paused: Paused): Promise<void> {
    if (paused.reason === "instrumentation") return this.#beforeModule(session, paused);
    const stopped = stoppedAt(paused, this.#options.scripts, ++this.#stops);
    const reason = await this.#reasonOf(session, stopped);
    if (typeof reason === "string") return this.#stop(stopped, reason);
    await session.post(`Debugger.${reason.resume}`);
  }

  /** Goes on, until something else stops it. */
  async resume(step?: Step): Promise<void> {
    this.#last = step === "stepOver" || step === "stepInto" ? this.stopped : undefined;
    this.#wish = step && { step, passed: 0 };
    this.#goesOn();
    await this.#options.session()?.post(`Debugger.${step ?? "resume"}`);
  }

  /** Stops at the user's next line that runs. */
  async pause(): Promise<void> {
    if (this.stopped) return;
    this.#wish = "pause";
    await this.#options.session()?.post("Debugger.pause");
  }

  /** The engine runs again, by whomever it was told to. */
  resumed(): void {
    this.#goesOn();
  }

  /** The session ended, or the runtime has gone. */
  reset(): void {
    this.#goesOn();
    this.#wish = undefined;
    this.#last = undefined;
    this.#parsed.clear();
  }

  /** Which exceptions stop the program. */
  async stopOn(filters: readonly ExceptionFilter[]): Promise<void> {
    this.filters = new Set(filters);
    await this.setExceptions();
  }

  /** Tells the engine of the filters. */
  async setExceptions(): Promise<void> {
    // Which are caught by the user and which by this runtime only we can tell: the engine reports all.
    const state = this.filters.size > 0 ? "all" : "none";
    await this.#options.session()?.post("Debugger.setPauseOnExceptions", { state });
  }

  #goesOn(): void {
    const { stopped } = this;
    if (stopped === undefined) return;
    this.stopped = undefined;
    this.#options.resumed(stopped);
    this.#options.publish("continued", { threadId: THREAD, allThreadsContinued: true });
  }

  #stop(stopped: Stopped, reason: string): void {
    this.stopped = stopped;
    this.#wish = undefined;
    this.#last = undefined;
    const { data, hitBreakpoints = [] } = stopped.paused;
    const text = reason === "exception" && data ? describeValue(data as never) : undefined;
    this.#options.publish("stopped", {
      reason,
      description: text === undefined ? undefined : `Paused on exception: ${text}`,
      text,
      threadId: THREAD,
      allThreadsStopped: true,
      preserveFocusHint: false,
      hitBreakpointIds: this.#options.breakpoints.idsOf(hitBreakpoints),
    });
  }

  async #beforeModule(session: InspectorSession, { data }: Paused): Promise<void> {
    try {
      const script = this.#options.scripts.byId(data?.scriptId ?? "");
      if (script?.kind === "module") await this.#options.breakpoints.beforeModule(session, script);
    } finally {
      await session.post("Debugger.resume");
    }
  }

  /** Why the user is to see this stop, or how to go on without a word. */
  async #reasonOf(
    session: InspectorSession,
    stopped: Stopped,
  ): Promise<string | { resume: Step | "resume" }> {
    const { frames, inUserCode, paused } = stopped;
    const wish = this.#wish;
    const isThrown = paused.reason === "exception" || paused.reason === "promiseRejection";
    if (isThrown && (await this.#stopsAt(session, stopped))) return "exception";
    if (!isThrown && (paused.hitBreakpoints ?? []).length > 0 && frames.length > 0) {
      return "breakpoint";
    }
    if (wish === undefined) {
      // What is left is a `debugger` statement.
      return !isThrown && inUserCode ? "breakpoint" : { resume: "resume" };
    }
    const step = wish === "pause" ? "stepInto" : wish.step;
    if (isThrown) return { resume: step };
    if (wish === "pause") {
      if (inUserCode) return "pause";
      return { resume: frames.length > 0 ? "stepOut" : "stepInto" };
    }
    const isNew = inUserCode && !sameLine(this.#last, stopped);
    if (isNew) return "step";
    wish.passed++;
    if (frames.length === 0 || wish.passed > PATIENCE) {
      if (inUserCode) return "step";
      // The user's code has returned to whatever had called it: the step ends with it.
      this.#wish = undefined;
      return { resume: "resume" };
    }
    return { resume: inUserCode ? step : "stepOut" };
  }

  /** Whether what was thrown is to stop the program. */
  async #stopsAt(session: InspectorSession, stopped: Stopped): Promise<boolean> {
    if (stopped.frames.length === 0) return false;
    if (this.filters.has("all") && stopped.inUserCode) return true;
    if (!this.filters.has("uncaught")) return false;
    if (stopped.paused.data?.uncaught === true) return true;
    return !(await this.#isCaught(session, stopped));
  }

  async #isCaught(session: InspectorSession, { paused }: Stopped): Promise<boolean> {
    const { scripts } = this.#options;
    for (const { location } of paused.callFrames) {
      const { scriptId, lineNumber, columnNumber = 0 } = location;
      // This runtime's own frames begin where the user's end.
      if (scripts.isOwn(scripts.byId(scriptId)?.url ?? "")) return false;
      if (await this.#catches(session, scriptId, lineNumber, columnNumber)) return true;
    }
    for (let stack = paused.asyncStackTrace; stack; stack = stack.parent) {
      for (const { scriptId, lineNumber, columnNumber } of stack.callFrames) {
        if (scripts.isOwn(scripts.byId(scriptId)?.url ?? "")) return false;
        if (await this.#catches(session, scriptId, lineNumber, columnNumber)) return true;
      }
    }
    return false;
  }

  async #catches(
    session: InspectorSession,
    scriptId: string,
    line: number,
    column: number,
  ): Promise<boolean> {
    const script = this.#options.scripts.byId(scriptId);
    // Node's own functions hand on what is thrown in those that they call.
    if (script === undefined || script.url.startsWith("node:") || script.url === "") return false;
    let parsed = this.#parsed.get(scriptId);
    if (parsed === undefined) {
      parsed = parse(session, scriptId);
      this.#parsed.set(scriptId, parsed);
    }
    return (await parsed).catchesAt(line, column);
  }
}

async function parse(session: InspectorSession, scriptId: string) {
  // Loads the parser: only for those who want to stop at exceptions.
  const { ParsedText } = await import("./caught.ts");
  const { scriptSource } = await session.post<{ scriptSource: string }>(
    "Debugger.getScriptSource",
    { scriptId },
  );
  return new ParsedText(scriptSource);
}
