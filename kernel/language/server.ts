/**
 * The native TypeScript 7 language server as a child process: started, asked, restarted after a
 * crash with the documents it knew. Documents live in memory; nothing is written to disk.
 */

import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isRunning } from "../spawned.ts";
import { JsonRpc, RpcTimeout } from "./json-rpc.ts";
import { type ServerProcess, spawnServer } from "./spawn.ts";

/** A document that the server sees instead of a file on disk. */
interface OpenDocument {
  text: string;
  version: number;
}

/** A server that dies more often than this, within so many milliseconds, counts as lost. */
const RESTARTS = 5;
const RESTARTS_WITHIN = 600_000;

/** How long the answer that nobody needs may take, in ms. */
const SETTLE_TIMEOUT = 30_000;

const START = { line: 0, character: 0 };

const MOVED = "The folder has changed";

/** Options of {@link LanguageServer}. */
export interface ServerOptions {
  /** The folder in which the documents stand. */
  cwd: string;
  packageRoot: string;
  /** Name (in `cwd`) of the overlay that stands in for a tsconfig.json. */
  configName: string;
  /** Its text until all documents are open: the server builds its program anew for each. */
  openingConfig: string;
  /** The server's process, where it was started already: by {@link spawnServer}, in `cwd`. */
  spawned?: ServerProcess;
  /** Told once, with a message for the user, when the server is gone for good. */
  lost(message: string): void;
}

/** See the file's head. */
export class LanguageServer {
  readonly #options: ServerOptions;
  /** Documents that were opened since the last request. */
  readonly #unseen = new Set<string>();
  #cwd: string;
  /** How often the folder was changed: a connection that began before the last time is given up. */
  #moves = 0;
  readonly #documents = new Map<string, OpenDocument>();
  #connection: Promise<JsonRpc> | undefined;
  #rpc: JsonRpc | undefined;
  /** Was started before this object was there, and is not yet in use. */
  #spawned: ServerProcess | undefined;
  #process: ChildProcess | undefined;
  /** When it died of late. */
  #deaths: number[] = [];
  #isLost = false;
  #isClosed = false;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#spawned = options.spawned;
    this.#cwd = options.cwd;
  }

  /** The server's process id while it runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Whether there is no hope of an answer. */
  get gone(): boolean {
    return this.#isLost || this.#isClosed;
  }

  uri(name: string): string {
    return pathToFileURL(join(this.#cwd, name)).href;
  }

  /** Starts the process if it is not running. Never throws; failures end in `lost`. */
  start(): void {
    if (this.gone || this.#connection) return;
    const connection = this.#connect();
    this.#connection = connection;
    connection.catch((error: Error) => {
      // One that was given up for another folder's is nobody's loss.
      if (this.#connection === connection) this.#failed(error);
    });
  }

  /** Opens a document or replaces its text; whether it is another one. */
  write(name: string, text: string): boolean {
    const known = this.#documents.get(name);
    if (known?.text === text) return false;
    const document = { text, version: known?.version ?? 1 };
    this.#documents.set(name, document);
    if (!this.#rpc) return true;
    if (!known) this.#open(this.#rpc, name, document);
    else this.#change(this.#rpc, name, document);
    return true;
  }

  /** Resolves once the server has taken in what was written; at once if it is away, as it will be told all. */
  async settle(name: string): Promise<void> {
    if (!this.#rpc) return;
    // Of all questions this one takes the least: it needs the document's tree, and no types.
    const params = { textDocument: { uri: this.uri(name) }, positions: [START] };
    await this.ask("textDocument/selectionRange", params, SETTLE_TIMEOUT);
  }

  /** The documents stand in another folder: a fresh process sees them there. */
  moveTo(cwd: string): void {
    this.#cwd = cwd;
    this.#moves++;
    end(this.#spawned);
    this.#spawned = undefined;
    if (this.gone || !this.#connection) return;
    const old = this.#process;
    this.#rpc?.end(new Error(MOVED));
    this.#rpc = undefined;
    this.#process = undefined;
    this.#connection = undefined;
    end(old);
    this.start();
  }

  /** What was asked while the folder was gone has found nothing, and that is remembered: once it is back, a fresh process looks. */
  #followFolder(): void {
    const isThere = existsSync(this.#cwd);
    if (isThere && this.#wasGone) this.moveTo(this.#cwd);
    this.#wasGone = !isThere;
  }
  #wasGone = false;

  /** Closes a document: for the server it no longer exists. */
  remove(name: string): void {
    if (!this.#documents.delete(name)) return;
    this.#settle(name);
    this.#rpc?.notify("textDocument/didClose", { textDocument: { uri: this.uri(name) } });
  }

  /** Tells the server that files on disk came or changed. */
  filesChanged(paths: readonly string[], type: "created" | "changed"): void {
    this.#rpc?.notify("workspace/didChangeWatchedFiles", {
      changes: paths.map((path) => ({
        uri: pathToFileURL(path).href,
        type: type === "created" ? 1 : 2,
      })),
    });
  }

  /** Asks the server; undefined if it is away or does not answer. Once more after a crash in between. */
  async ask<Answer>(
    method: string,
    params: object,
    milliseconds: number,
  ): Promise<Answer | undefined> {
    this.#followFolder();
    for (let attempt = 0; attempt < 2 && !this.gone; attempt++) {
      this.start();
      const connection = this.#connection;
      try {
        const rpc = await connection!;
        this.#unseen.clear();
        return (await rpc.request(method, params, milliseconds)) as Answer;
      } catch (error) {
        if (error instanceof RpcTimeout) {
          end(this.#process); // It hangs: its exit starts the next one.
          return undefined;
        }
        if (this.#connection === connection) return undefined; // an answer, though an error
      }
    }
    return undefined;
  }

  /** Ends the process. It keeps nothing on the disk, so that nobody need wait for its farewell. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const child = this.#process ?? this.#spawned;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    end(child);
    await exited;
  }

  /**
   * TypeScript 7.0.2 dies ("tried to delete a non-existent entry") of a document that is closed before any
   * request looked at its opening: after a restart, when all are opened anew, one is asked of it first.
   */
  #settle(name: string): void {
    if (!this.#rpc || !this.#unseen.has(name)) return;
    this.#unseen.clear();
    const place = { textDocument: { uri: this.uri(name) }, position: START };
    this.#rpc.request("textDocument/hover", place, SETTLE_TIMEOUT).catch(() => {});
  }

  #open(rpc: JsonRpc, name: string, { text, version }: OpenDocument): void {
    this.#unseen.add(name);
    rpc.notify("textDocument/didOpen", {
      textDocument: {
        uri: this.uri(name),
        languageId: languageId(name),
        version,
        text,
      },
    });
  }

  /** Tells it the document's text, as the next version. */
  #change(rpc: JsonRpc, name: string, document: OpenDocument): void {
    const { text } = document;
    rpc.notify("textDocument/didChange", {
      textDocument: { uri: this.uri(name), version: ++document.version },
      contentChanges: [{ text }],
    });
  }

  async #connect(): Promise<JsonRpc> {
    const { packageRoot, configName, openingConfig } = this.#options;
    const cwd = this.#cwd;
    const move = this.#moves;
    const child = isRunning(this.#spawned) ? this.#spawned : spawnServer(packageRoot, cwd);
    this.#spawned = undefined;
    this.#process = child;
    const preferences = { customConfigFileName: configName, "suggest.autoImports": false };
    const answer = {
      ...preferences,
      preferences,
      suggest: { autoImports: false },
      // Else it runs `npm install` of type packages into the user's cache, unasked.
      tsserver: { automaticTypeAcquisition: { enabled: false } },
    };
    const rpc = new JsonRpc(child.stdout, child.stdin, {
      request: (method, params) =>
        method === "workspace/configuration"
          ? (params as { items: unknown[] }).items.map(() => answer)
          : null,
    });
    const failed = (reason: string) => {
      rpc.end(new Error(reason));
      if (this.#process === child) this.#died(reason);
    };
    child.once("error", (error) => failed(error.message));
    child.once("exit", (code, signal) => failed(`it ended with ${signal ?? `code ${code}`}`));
    if (this.#isClosed) end(child);

    const root = pathToFileURL(cwd).href;
    await rpc.request("initialize", initializeParams(root), 30_000);
    rpc.notify("initialized", {});
    // It takes in how the project's file is called with the first question. For what was opened before, it builds a
    // project of its own, with the browser's library, and keeps it: 50 ms and 20 MB.
    await rpc.request("workspace/symbol", { query: "" }, 30_000);
    // Else its documents would be told to one process, and questions asked of another.
    if (this.#moves !== move) throw new Error(MOVED);
    const config = this.#documents.get(configName);
    if (config) this.#open(rpc, configName, { ...config, text: openingConfig });
    for (const [name, document] of this.#documents)
      if (document !== config) this.#open(rpc, name, document);
    if (config) this.#change(rpc, configName, config);
    this.#rpc = rpc;
    return rpc;
  }

  #died(reason: string): void {
    this.#rpc = undefined;
    this.#process = undefined;
    this.#connection = undefined;
    if (this.gone) return;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < RESTARTS_WITHIN), now];
    if (this.#deaths.length <= RESTARTS) this.start();
    else this.#lose(reason);
  }

  /** The process could not be started or greeted; if its exit was seen, that is dealt with already. */
  #failed(error: Error): void {
    if (this.#rpc || this.gone) return;
    if (this.#process) end(this.#process);
    else if (this.#connection) this.#lose(error.message);
  }

  #lose(reason: string): void {
    this.#isLost = true;
    this.#options.lost(
      `TypeScript's language server is gone (${reason}). Cells still run, without type checks and completion; restart the kernel to have them back, or say %check off.`,
    );
  }
}

/** A process that could not be started has no id: Node 24 would signal this process's whole group for it. */
function end(child: ChildProcess | undefined): void {
  if (child?.pid !== undefined) child.kill("SIGKILL");
}

function languageId(name: string): string {
  if (name.endsWith(".json")) return "json";
  return name.endsWith(".tsx") ? "typescriptreact" : "typescript";
}

const initializeParams = (root: string) => ({
  processId: process.pid,
  rootUri: root,
  workspaceFolders: [{ uri: root, name: "notebook" }],
  capabilities: {
    textDocument: {
      diagnostic: { relatedInformation: true },
      hover: { contentFormat: ["markdown"] },
      completion: { completionItem: { documentationFormat: ["plaintext"] } },
      signatureHelp: { signatureInformation: { documentationFormat: ["plaintext"] } },
    },
    workspace: {
      configuration: true,
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    },
  },
  // Without this the server sends about ten log messages a cell.
  initializationOptions: { logVerbosity: 0 },
});
