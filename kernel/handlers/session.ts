import type { CheckMode, Language, SourceLanguage } from "../language/language.ts";
import type { RuntimeClient, RuntimeDeath } from "../runtime/client.ts";
import type { ExecutionId } from "../runtime/protocol.ts";
import type { SocketName } from "../wire/connection-file.ts";
import type { Header } from "../wire/message.ts";
import type { Debugger } from "../debug/debugger.ts";
import { CommTable } from "./comms.ts";
import { Captures } from "./execution/captures.ts";
import { CellFates } from "./execution/cell-fates.ts";
import type { Execution } from "./execution/execution.ts";
import { LastStates } from "./execution/last-states.ts";
import type { Publisher } from "./handler.ts";
import { Questions } from "./questions.ts";
import type { History } from "./history/store.ts";
import { Shells } from "./shells.ts";
import { UsageMeter } from "./usage/meter.ts";

/** What the handlers need of the runtime's parent side. */
export type Runtime = Pick<
  RuntimeClient,
  | "start"
  | "execute"
  | "ask"
  | "interrupt"
  | "restart"
  | "send"
  | "deliver"
  | "onMessage"
  | "onDied"
  | "close"
>;

export interface SessionOptions {
  /** Loads while the kernel already answers. */
  language: Promise<Language>;
  /** What cells are written in. Default: TypeScript. */
  sourceLanguage?: SourceLanguage;
  runtime: Runtime;
  publisher: Publisher;
  history: History;
  /** Versions for `kernel_info`. */
  versions: { tunebook: string; typescript: string };
  /** For `connect_request`. */
  ports: Record<SocketName, number>;
  debugger?: SessionDebugger;
  /** Something for the kernel's log. */
  log(text: string): void;
  /** Ends the process, once what was sent is delivered. */
  exit(): void;
}

/** What handlers need of the debugger. */
export type SessionDebugger = Pick<
  Debugger,
  "request" | "answered" | "beforeCell" | "afterCell" | "interrupted"
>;

/** What the requests of one kernel share. */
export class Session {
  readonly language: Promise<Language>;
  readonly sourceLanguage: SourceLanguage;
  readonly runtime: Runtime;
  readonly publisher: Publisher;
  readonly history: History;
  readonly versions: SessionOptions["versions"];
  readonly ports: SessionOptions["ports"];
  readonly debugger: SessionDebugger | undefined;
  readonly log: (text: string) => void;
  readonly exit: () => void;

  readonly comms = new CommTable();
  readonly shells = new Shells();
  readonly usageMeter = new UsageMeter();
  /** Outputs that `%%capture` keeps back. */
  readonly captures = new Captures();
  /** What became of the cells. */
  readonly fates = new CellFates();
  /** What consoles show no updates of. */
  readonly lastStates = new LastStates();
  /** The files that magics wrote, with what they wrote. */
  readonly written = new Map<string, string>();
  checkMode: CheckMode = "block";
  /** The number of the latest execution that was numbered; Jupyter's execution count. */
  executionCount = 0;
  /** The executions that run now: at most one in each shell. */
  readonly running = new Set<Execution>();
  /** The request of the latest execution: what happens outside of any cell is shown there. */
  latestParent: Partial<Header> = {};
  /** What cells have asked of their users. */
  readonly questions = new Questions((message) => this.runtime.send(message));
  /** The latest request to the debugger: its events are published on behalf of it. */
  debugParent: Partial<Header> = {};

  /**
   * The request of each execution, for as long as its runtime lives: a timer that fires long after
   * its cell still prints there.
   */
  readonly parents = new Map<ExecutionId, Execution["request"]>();
  readonly #deaths = new WeakSet<RuntimeDeath>();
  #lastId: ExecutionId = 0;

  constructor(options: SessionOptions) {
    this.language = options.language;
    this.sourceLanguage = options.sourceLanguage ?? "typescript";
    this.runtime = options.runtime;
    this.publisher = options.publisher;
    this.history = options.history;
    this.versions = options.versions;
    this.ports = options.ports;
    this.debugger = options.debugger;
    this.log = options.log;
    this.exit = options.exit;
  }

  /** An id for a new execution; never used again. */
  nextExecutionId(): ExecutionId {
    return ++this.#lastId;
  }

  /** Stops the running cells, of subshells too, whether they are still being checked or already run. */
  interrupt(): void {
    for (const execution of this.running) execution.interrupt();
    this.debugger?.interrupted();
    this.runtime.interrupt();
  }

  /** Replaces the runtime by a fresh one, and forgets what lived in the old one. No cell may run in it. */
  async restartRuntime(): Promise<void> {
    const folder = process.cwd();
    await this.runtime.restart();
    this.forgetRuntime({ code: null, signal: null, message: "The runtime was restarted." });
    (await this.language).moveTo(folder);
  }

  /** Forgets what lived in a runtime that died. Telling it twice of one death does no harm. */
  forgetRuntime(death: RuntimeDeath): void {
    if (this.#deaths.has(death)) return;
    this.#deaths.add(death);
    // A language that did not load has nothing to forget, and says so in the next cell.
    void this.language.then(
      (language) => language.reset(),
      () => {},
    );
    this.fates.lose();
    this.questions.clear();
    this.captures.clear();
    for (const commId of this.comms.dropRuntimeComms()) {
      this.publisher.publish("comm_close", { comm_id: commId, data: {} }, this.latestParent);
    }
  }
}
