import type { ChildProcess } from "node:child_process";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { Channels } from "./channels/channels.ts";
import { loadCompilers } from "./emit/packages.ts";
import { Debugger } from "./debug/debugger.ts";
import { Dispatcher } from "./handlers/dispatcher.ts";
import { reportIdleDeaths } from "./handlers/execution/deaths.ts";
import { publishOutputs } from "./handlers/execution/outputs.ts";
import { serveMagics } from "./handlers/execution/serve-magics.ts";
import type { Publisher } from "./handlers/handler.ts";
import { History } from "./handlers/history/store.ts";
import { readCell } from "./handlers/magics/common/read-cell.ts";
import { cellSource } from "./handlers/magics/common/source.ts";
import { Session } from "./handlers/session.ts";
import { userFolder } from "./install/jupyter-folders.ts";
import type { Language, SourceLanguage } from "./language/language.ts";
import { packageRoot, readVersions } from "./package-info.ts";
import { watchParent } from "./parent-watch.ts";
import { RuntimeClient } from "./runtime/client.ts";
import { Codec } from "./wire/codec.ts";
import type { ConnectionInfo } from "./wire/connection-file.ts";
import { Signer } from "./wire/signature.ts";

/** After so long a shutdown that hangs is cut short. */
const SHUTDOWN_LIMIT_MS = 3000;
/** After so long nobody waits for the first answers any more, and what compiles cells is loaded. */
const COMPILERS_DELAY = 150;

/** What {@link serve} is given of what was started before it was loaded. */
export interface Started {
  /** The notebook's folder. */
  cwd: string;
  sourceLanguage: SourceLanguage;
  language: Promise<Language>;
  /** The process that will run the cells. */
  runtime: ChildProcess;
}

/**
 * Serves a kernel until a front end, a signal or the end of its parent shuts it down, which ends the
 * process. Resolves as soon as it answers.
 *
 * @throws ConnectionFileError for an open address without a key; Error where a port cannot be bound
 */
export async function serve(connection: ConnectionInfo, started: Started): Promise<void> {
  const { cwd, sourceLanguage, language } = started;
  const codec = new Codec(new Signer(connection.key, connection.signatureScheme));
  // Bind before anything else: until then a front end's first question may go nowhere.
  const channels = await Channels.bind(connection, codec, { log });
  const publisher: Publisher = {
    publish: (type, content, parent, extras) =>
      channels.publish(codec.compose(type, content, parent, extras)),
    published: () => channels.flushed("iopub"),
  };
  // To whoever listens first, after the welcome; after a request was answered it would no longer be true.
  let asked = false;
  void channels.subscribed.then(() => {
    if (!asked) publisher.publish("status", { execution_state: "starting" }, {});
  });

  const runtime = new RuntimeClient({ cwd, spawned: started.runtime });
  runtime.start().catch((error: unknown) => log(`The runtime did not start: ${describe(error)}`));

  const history = new History({ file: historyFile(), log });

  const exit = once(async () => {
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    const rooms = [runtime.close(), language.then((loaded) => loaded.close()), history.flushed()];
    await Promise.allSettled([...rooms, channels.flushed("control"), channels.flushed("shell")]);
    await channels.close();
    process.exit(0);
  });

  const kernelDebugger = new Debugger({
    port: () => runtime.debugPort(),
    language,
    codeOf: async (cell) => readCell(cell, await cellSource(session)).code,
    publish: (event) => publisher.publish("debug_event", event, session.debugParent),
    log,
    prefix: cellFolder(),
    suffix: sourceLanguage === "typescript" ? ".ts" : ".js",
    ownFolder: join(packageRoot, "dist"),
  });
  const versions = readVersions();
  const { ports } = connection;
  const session: Session = new Session({
    language,
    sourceLanguage,
    runtime,
    publisher,
    history,
    versions,
    ports,
    debugger: kernelDebugger,
    log,
    exit,
  });
  publishOutputs(session);
  reportIdleDeaths(session);
  serveMagics(session);
  reportLostLanguage(session);

  const dispatcher = new Dispatcher(session, {
    send: (channel, identities, type, content, parent, extras, failed) => {
      const message = codec.compose(type, content, parent.header, extras);
      channels.send(channel, identities, message, failed);
      return message.header.msg_id;
    },
  });
  channels.listen((channel, incoming) => {
    asked = true;
    dispatcher.receive(channel, incoming);
  });

  process.on("SIGINT", () => session.interrupt());
  process.on("SIGTERM", exit);
  // A fault of one request must not take the session's variables with it.
  process.on("unhandledRejection", (error) => log(`Unhandled: ${describe(error)}`));
  process.on("uncaughtException", (error) => log(`Uncaught: ${describe(error)}`));
  watchParent(exit);
}

/**
 * Where the debugger's front ends take cells to lie: nothing is written there. JupyterLab calls cells
 * by their numbers if the path has "ipykernel_" in it.
 */
function cellFolder(): string {
  return join(tmpdir(), `tunebook_ipykernel_${process.pid}`) + sep;
}

/** Where inputs are kept across sessions: a file named in TUNEBOOK_HISTORY, nowhere for "off", else a file in Jupyter's folder. */
function historyFile(): string | undefined {
  const named = process.env["TUNEBOOK_HISTORY"];
  if (named === "off") return undefined;
  return named || join(userFolder(), "tunebook", "history.jsonl");
}

/** Tells, once, that type checks and completion are gone: in the log and under the latest cell. */
function reportLostLanguage(session: Session): void {
  const report = (message: string) => {
    log(message);
    const content = { name: "stderr" as const, text: `${message}\n` };
    session.publisher.publish("stream", content, session.latestParent);
  };
  const reportMissing = (error: unknown) =>
    report(`The TypeScript compiler cannot be loaded: ${describe(error)}`);
  session.language.then((language) => {
    language.onLost(report);
    language.onNotice(report);
  }, reportMissing);
  // A first cell that comes sooner loads them itself.
  setTimeout(() => {
    try {
      loadCompilers();
    } catch (error) {
      reportMissing(error);
    }
  }, COMPILERS_DELAY).unref();
}

/** Standard error is the one place for the log: Jupyter shows it in the server's own. */
function log(text: string): void {
  process.stderr.write(`[tunebook] ${text}\n`);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function once(work: () => Promise<void>): () => void {
  let started = false;
  return () => {
    if (started) return;
    started = true;
    void work();
  };
}
