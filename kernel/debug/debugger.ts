/**
 * The debugger of a kernel: the Debug Adapter Protocol towards the front end, the inspector's
 * towards the runtime. It lives in the kernel process, so that it answers while the program stands.
 */
import type { Language } from "../language/language.ts";
import type { DebugPort } from "../runtime/debug/port.ts";
import type { Arguments } from "./arguments.ts";
import { Attachment } from "./attachment.ts";
import { Breakpoints } from "./breakpoints.ts";
import { commands } from "./commands.ts";
import { Handles } from "./containers.ts";
import type { Paused, ScriptParsed } from "./inspector.ts";
import { Program } from "./program.ts";
import {
  type DebugEvent,
  type DebugRequest,
  DebugRequestError,
  type DebugResponse,
} from "./protocol.ts";
import { type CellScript, Scripts } from "./scripts.ts";
import type { InspectorSession } from "./session.ts";
import type { TypeNames } from "./values.ts";

export interface DebuggerOptions {
  /** Opens the line to the runtime, which is started if none runs. */
  port: () => Promise<DebugPort>;
  language: Promise<Language>;
  /** A cell's text without its magics, each line where it was. */
  codeOf: (cell: string) => Promise<string>;
  /** Tells every front end. */
  publish: (event: DebugEvent) => void;
  log: (text: string) => void;
  /** Begins the paths of cells; ends with a separator. */
  prefix: string;
  /** Ends them. */
  suffix: string;
  /** The folder of this package's own code. */
  ownFolder: string;
}

/** Code that is stepped over beside this package's own: Node's, other packages', what the debugger compiles. */
const OTHERS = ["^node:", "^$", "/node_modules/", "^tunebook:(?!cell-)"];

/** How far back asynchronous calls are remembered while the debugger is attached. */
const ASYNC_DEPTH = 16;

/** See the file's head. */
export class Debugger {
  readonly options: DebuggerOptions;
  readonly scripts: Scripts;
  readonly breakpoints: Breakpoints;
  readonly program: Program;
  readonly handles = new Handles();
  /** `initialize` was asked for, and `disconnect` was not. */
  isStarted = false;
  /** How this front end wants types named. */
  typeNames: TypeNames = "javascript";
  /** What front ends count lines and columns from. */
  firstLine = 1;
  firstColumn = 1;
  readonly #attachment: Attachment;
  readonly #cells = new Set<number>();
  #seq = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #events: Promise<unknown> = Promise.resolve();

  constructor(options: DebuggerOptions) {
    this.options = options;
    const { prefix, suffix, ownFolder, language, codeOf } = options;
    this.scripts = new Scripts({ prefix, suffix, packageRoot: ownFolder });
    const session = () => this.attached;
    this.#attachment = new Attachment({
      port: options.port,
      received: (from, method, params) => this.#receive(from, method, params),
      lost: () => this.#lost(),
    });
    this.breakpoints = new Breakpoints({
      scripts: this.scripts,
      session,
      compile: async (code) => {
        const compiled = (await language).compile(await codeOf(code));
        return compiled.ok ? compiled.cell : undefined;
      },
      changed: (breakpoint) => this.publish("breakpoint", { reason: "changed", breakpoint }),
    });
    this.program = new Program({
      scripts: this.scripts,
      breakpoints: this.breakpoints,
      session,
      publish: (event, body) => this.publish(event, body),
      resumed: ({ group }) => this.drop(group),
    });
  }

  /** Answers a request; never rejects. */
  async request(request: DebugRequest): Promise<DebugResponse> {
    const { seq, command } = request;
    const answer = (rest: Pick<DebugResponse, "success" | "message" | "body">): DebugResponse => ({
      seq: ++this.#seq,
      type: "response",
      request_seq: seq,
      command,
      ...rest,
    });
    try {
      const found = commands.get(command);
      if (!found) {
        throw new DebugRequestError(`This debugger knows no command "${command}".`);
      }
      if (!found.always && !this.isStarted) {
        throw new DebugRequestError(
          `The debugger is not on: send "initialize" and "attach" before "${command}".`,
        );
      }
      const given: Arguments = request.arguments ?? {};
      const work = () => found.run(this, given);
      // What changes the session or its breakpoints takes its turn.
      const body = await (found.inTurn ? this.#inTurn(work) : work());
      return answer({ success: true, body: body ?? {} });
    } catch (error) {
      const { name, message } = error as Error;
      if (!/^(DebugRequestError|EvaluationError|DebugPortError)$/.test(name)) {
        this.options.log(`The debugger failed at ${command}: ${(error as Error).stack}`);
      }
      return answer({
        success: false,
        message,
        body: {
          error: { id: 1, format: message, showUser: true },
          ...commands.get(command)?.empty,
        },
      });
    }
  }

  /** Tells every front end. */
  publish(event: string, body: object): void {
    this.options.publish({ seq: ++this.#seq, type: "event", event, body });
  }

  /** The session, while the debugger is attached. */
  get attached(): InspectorSession | undefined {
    return this.#attachment.attached;
  }

  /** The session with the runtime, opened if there is none: looking at variables needs no more. */
  session(): Promise<InspectorSession> {
    return this.#attachment.session();
  }

  /** Attaches to the runtime: from now on breakpoints stop it. */
  async attach(): Promise<void> {
    this.isStarted = true;
    if (this.#attachment.isAttached) return;
    const session = await this.session();
    this.#attachment.attach();
    await session.post("Debugger.enable");
    const patterns = [...OTHERS, this.scripts.ownPattern];
    await session.post("Debugger.setBlackboxPatterns", { patterns });
    await session.post("Debugger.setAsyncCallStackDepth", { maxDepth: ASYNC_DEPTH });
    await this.program.setExceptions();
    await this.breakpoints.attach(session);
  }

  /** Lets the runtime go, running where it stood; breakpoints are forgotten. */
  async detach(): Promise<void> {
    this.isStarted = false;
    this.breakpoints.clear();
    this.program.filters.clear();
    const session = this.#letGo();
    if (session === undefined || session.port.closed) return;
    // Disabling also lets the program go on.
    await session.post("Debugger.disable");
    await session.close();
  }

  /** A cell is about to run in the runtime. */
  async beforeCell(cell: CellScript): Promise<void> {
    this.#cells.add(cell.id);
    const script = this.scripts.addCell(cell);
    if (!this.isStarted) return;
    try {
      // A runtime that died was followed by another one.
      if (!this.#attachment.isAttached) await this.#inTurn(() => this.attach());
      const session = this.attached;
      if (session === undefined) return;
      await this.#attachment.skip(session, false);
      await this.breakpoints.beforeCell(session, script, cell.js);
    } catch (error) {
      // Whether the runtime lives is for the one to find out who runs the cell in it.
      this.options.log(`The debugger could not prepare a cell: ${(error as Error).message}`);
    }
  }

  /** It ended, or its runtime did. */
  afterCell(id: number): void {
    this.#cells.delete(id);
    const session = this.attached;
    if (session && this.#cells.size === 0) this.#attachment.skip(session, false).catch(() => {});
  }

  /** The answer to a request is on its way: what had to wait for that is done. */
  async answered({ command }: DebugRequest, { success }: DebugResponse): Promise<void> {
    if (success) await commands.get(command)?.afterwards?.(this);
  }

  /** The user stops what runs: nothing must hold it any more. */
  interrupted(): void {
    const session = this.attached;
    if (session === undefined) return;
    const free = async () => {
      await this.#attachment.skip(session, true);
      if (this.program.stopped) await this.program.resume();
    };
    free().catch(() => {});
  }

  /** Forgets the handles of a group, here and in the runtime. */
  drop(group: string): void {
    this.handles.drop(group);
    this.#attachment.release(group);
  }

  #receive(session: InspectorSession, method: string, params: never): void {
    switch (method) {
      case "Debugger.scriptParsed":
        this.scripts.parsed(params as ScriptParsed);
        break;
      case "Debugger.paused":
        this.#inOrder(() => this.program.paused(session, params as Paused));
        break;
      case "Debugger.resumed":
        this.#inOrder(async () => this.program.resumed());
        break;
      case "Runtime.bindingCalled": {
        const { payload } = params as { payload: string };
        this.publish("output", { category: "console", output: `${payload}\n` });
        break;
      }
      default:
    }
  }

  /** The runtime has gone. A new one gets breakpoints before its first cell. */
  #lost(): void {
    this.scripts.clear();
    this.#letGo();
  }

  #letGo(): InspectorSession | undefined {
    const session = this.#attachment.letGo();
    this.program.reset();
    this.scripts.forgetIds();
    return session;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** One event after the other: to look at a stop takes several questions. */
  #inOrder(work: () => Promise<void>): void {
    this.#events = this.#events.then(work).catch((error: Error) => {
      if (error.name === "DebugPortError") return;
      this.options.log(`The debugger failed: ${error.stack}`);
    });
  }
}
