/** A session whose language and runtime are played by the test, and the messages that it sends. */
import { Dispatcher } from "../../../kernel/handlers/dispatcher.ts";
import { reportIdleDeaths } from "../../../kernel/handlers/execution/deaths.ts";
import { publishOutputs } from "../../../kernel/handlers/execution/outputs.ts";
import { History } from "../../../kernel/handlers/history/store.ts";
import { Session, type Runtime } from "../../../kernel/handlers/session.ts";
import type { Diagnostic, Language } from "../../../kernel/language/language.ts";
import {
  RuntimeDiedError,
  type Done,
  type OutputMessage,
  type RuntimeDeath,
} from "../../../kernel/runtime/client.ts";
import type { ExecuteCommand, ToRuntime } from "../../../kernel/runtime/protocol.ts";
import type { JsonObject, RequestChannel } from "../../../kernel/wire/message.ts";

/** What the kernel sent, in order. `parent` is the msg_id of the request. */
export interface Sent {
  channel: RequestChannel | "iopub";
  type: string;
  content: JsonObject;
  parent: string | undefined;
}

/** A runtime that ends a cell only when the test says so. */
export class FakeRuntime implements Runtime {
  readonly sent: ToRuntime[] = [];
  interrupts = 0;
  readonly executed: ExecuteCommand["code"][] = [];
  #running: { id: number; resolve: (done: Done) => void; reject: (error: Error) => void }[] = [];
  #output: (message: OutputMessage) => void = () => {};
  #died: (death: RuntimeDeath) => void = () => {};

  start = async () => {};
  close = async () => {};

  execute(cell: Omit<ExecuteCommand, "type">): Promise<Done> {
    this.executed.push(cell.code);
    return new Promise((resolve, reject) => {
      this.#running.push({ id: cell.id, resolve, reject });
    });
  }

  restart = async () => {};

  /** Answers as a runtime in the folder `/work` would. */
  ask = (async () => ({ folder: "/work", environment: {} })) as unknown as Runtime["ask"];

  interrupt() {
    this.interrupts++;
  }

  send(message: ToRuntime) {
    this.sent.push(message);
  }

  async deliver(message: ToRuntime) {
    this.sent.push(message);
  }

  onMessage(listener: (message: OutputMessage) => void) {
    this.#output = listener;
  }

  onDied(listener: (death: RuntimeDeath) => void) {
    this.#died = listener;
  }

  /** The id of the cell that runs. */
  get runningId(): number {
    return this.#running[0]!.id;
  }

  /** Ends the running cell. */
  finish(done: Partial<Done> = {}) {
    const { id, resolve } = this.#running.shift()!;
    resolve({ type: "done", id, userExpressions: {}, ...done });
  }

  print(text: string, id = this.runningId) {
    this.#output({ type: "stream", id, name: "stdout", text });
  }

  output(message: OutputMessage) {
    this.#output(message);
  }

  die(death: RuntimeDeath) {
    for (const { reject } of this.#running.splice(0)) reject(new RuntimeDiedError(death));
    this.#died(death);
  }
}

/** A language in which everything compiles; `errors` are what its type check finds. */
export class FakeLanguage implements Language {
  errors: Diagnostic[] | Promise<Diagnostic[]> = [];
  readonly committed: string[] = [];
  resets = 0;

  start() {}
  compile(code: string) {
    return { ok: true as const, cell: { js: code, map: "", names: [] } };
  }
  compileExpression(code: string) {
    return this.compile(code);
  }
  async check() {
    return this.errors;
  }
  commit(code: string) {
    this.committed.push(code);
  }
  async complete(_code: string, offset: number) {
    return { items: [], start: offset, end: offset };
  }
  async inspect() {
    return undefined;
  }
  isComplete() {
    return { status: "complete" as const };
  }
  reset() {
    this.resets++;
    this.committed.length = 0;
  }
  names() {
    return new Map<string, string>();
  }
  declares(code: string, name: string) {
    return code.includes(`const ${name} `);
  }
  async checkModule() {
    return this.errors;
  }
  installed() {}
  moveTo() {}
  onLost() {}
  onNotice() {}
  close = async () => {};
}

/** A whole kernel without sockets, compiler and processes. */
export function createKernel(loading?: Promise<Language>) {
  const sent: Sent[] = [];
  const log: string[] = [];
  const runtime = new FakeRuntime();
  const language = new FakeLanguage();
  let exits = 0;
  const session = new Session({
    language: loading ?? Promise.resolve(language),
    runtime,
    publisher: {
      publish: (type, content, parent) =>
        sent.push({
          channel: "iopub",
          type,
          content: content as JsonObject,
          parent: parent.msg_id,
        }),
      published: async () => {},
    },
    history: new History({ file: undefined, log: (text) => log.push(text) }),
    versions: { tunebook: "1", typescript: "7" },
    ports: { shell: 1, control: 2, stdin: 3, iopub: 4, heartbeat: 5 },
    log: (text) => log.push(text),
    exit: () => exits++,
  });
  publishOutputs(session);
  reportIdleDeaths(session);
  const dispatcher = new Dispatcher(session, {
    send: (channel, _identities, type, content, parent) => {
      sent.push({ channel, type, content: content as JsonObject, parent: parent.header.msg_id });
      return `${type}-${sent.length}`;
    },
  });

  return {
    sent,
    log,
    runtime,
    language,
    session,
    get exits() {
      return exits;
    },
    /** Receives a message named `id`, with more fields in its header if need be. */
    receive(
      id: string,
      type: string,
      content: JsonObject,
      channel: RequestChannel = "shell",
      extraHeader: JsonObject = {},
      metadata: JsonObject = {},
    ) {
      const header = {
        msg_id: id,
        msg_type: type,
        session: "",
        username: "",
        date: "",
        version: "",
        ...extraHeader,
      };
      const message = { header, parent: {}, metadata, content, buffers: [] };
      dispatcher.receive(channel, { identities: [], message });
    },
    /** Lets everything happen that waits for nothing outside. */
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    /** What was sent on behalf of `id`, each as "type" or, for a status, as its state. */
    story: (id: string) =>
      sent
        .filter(({ parent }) => parent === id)
        .map(({ type, content }) => (content["execution_state"] as string) ?? type),
  };
}
