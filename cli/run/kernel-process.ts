/** A kernel of our own, started as Jupyter would start it, and spoken to as Jupyter would. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClientChannel, ClientChannels } from "../../kernel/channels/client.ts";
import { Codec } from "../../kernel/wire/codec.ts";
import { parseConnectionFile } from "../../kernel/wire/connection-file.ts";
import type { JsonObject, Message } from "../../kernel/wire/message.ts";
import { Signer } from "../../kernel/wire/signature.ts";
import { onFreePorts } from "../support/free-ports.ts";

/** How long a kernel may take until it answers. */
const START_LIMIT_MS = 60_000;
/** How long it may take to end before it is ended. */
const END_LIMIT_MS = 5000;

/** What came back for one request. */
export interface Answer {
  reply: Message;
}

type Listener = (channel: ClientChannel, message: Message) => void;

/** One kernel process and the way to it. */
export class KernelProcess {
  readonly #process: ChildProcess;
  readonly #channels: ClientChannels;
  readonly #codec: Codec;
  readonly #scratch: string;
  readonly #listeners = new Set<Listener>();
  #log = "";
  /** Rejects when the process ends; never resolves. */
  readonly died: Promise<never>;
  readonly #exited: Promise<unknown>;
  /** The content of the kernel's `kernel_info_reply`. */
  info: JsonObject = {};

  /**
   * Starts a kernel and waits until it answers.
   * @param command what runs a kernel, to which `--connection-file FILE` is added
   * @param cwd the folder in which cells run
   */
  static start(command: string[], cwd: string): Promise<KernelProcess> {
    return onFreePorts((ports) => KernelProcess.#startOn(ports, command, cwd));
  }

  static async #startOn(ports: number[], command: string[], cwd: string): Promise<KernelProcess> {
    const scratch = mkdtempSync(join(tmpdir(), "tunebook-run-"));
    const file = join(scratch, "connection.json");
    const [shell, control, stdin, iopub, heartbeat] = ports;
    const connection = JSON.stringify({
      transport: "tcp",
      ip: "127.0.0.1",
      key: randomUUID(),
      signature_scheme: "hmac-sha256",
      shell_port: shell,
      control_port: control,
      stdin_port: stdin,
      iopub_port: iopub,
      hb_port: heartbeat,
      kernel_name: "tunebook",
    });
    writeFileSync(file, connection, { mode: 0o600 });
    const kernel = new KernelProcess(command, cwd, file, scratch, connection);
    try {
      await kernel.#ready();
    } catch (error) {
      await kernel.close();
      throw error;
    }
    return kernel;
  }

  private constructor(
    command: string[],
    cwd: string,
    file: string,
    scratch: string,
    connection: string,
  ) {
    this.#scratch = scratch;
    const [program, ...words] = command;
    this.#process = spawn(program!, [...words, "--connection-file", file], {
      cwd,
      // Ctrl+C is for this process, which then asks the kernel to stop its cell.
      detached: process.platform !== "win32",
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, JPY_PARENT_PID: String(process.pid), TUNEBOOK_UNWATCHED: "1" },
    });
    this.#process.stderr!.on("data", (data) => {
      this.#log = (this.#log + String(data)).slice(-8000);
    });
    this.#exited = new Promise((done) => {
      this.#process.once("error", (error) => {
        this.#log += error.message;
        done(undefined);
      });
      this.#process.once("close", done);
    });
    this.died = this.#exited.then(() => {
      const said = this.#log.trim();
      throw new Error(`the kernel ended${said ? `. Its last words:\n${said}` : "."}`);
    });
    // Only whoever waits for it hears of it.
    this.died.catch(() => undefined);
    const info = parseConnectionFile(connection);
    this.#codec = new Codec(new Signer(info.key, info.signatureScheme));
    this.#channels = new ClientChannels(info, this.#codec);
    this.#channels.listen((channel, message) => {
      for (const listener of this.#listeners) listener(channel, message);
    });
  }

  /** Listens to everything the kernel says; returns how to end that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends a request; returns its id, by which its answers name it. */
  request(
    channel: "shell" | "control",
    type: string,
    content: JsonObject,
    metadata: JsonObject = {},
  ): string {
    const message = this.#codec.compose(type, content, {}, { metadata });
    this.#channels.send(channel, message);
    return message.header.msg_id;
  }

  /** Answers a question of a cell. */
  answer(question: Message, value: string): void {
    this.#channels.send("stdin", this.#codec.compose("input_reply", { value }, question.header));
  }

  /** Asks the kernel to stop the cell that runs. */
  interrupt(): void {
    this.request("control", "interrupt_request", {});
  }

  /** Shuts the kernel down, by force where it does not end by itself. */
  async close(): Promise<void> {
    this.request("control", "shutdown_request", { restart: false });
    const force = setTimeout(() => this.#process.kill("SIGKILL"), END_LIMIT_MS);
    await this.#exited;
    clearTimeout(force);
    this.#channels.close();
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  /**
   * What the kernel publishes before the subscription has reached it is lost: asks until an answer
   * has come on iopub, too.
   */
  async #ready(): Promise<void> {
    const asked = new Set<string>();
    let heard = false;
    const answered = new Promise<JsonObject>((done) => {
      const end = this.listen((channel, message) => {
        if (!asked.has(String(message.parent.msg_id))) return;
        if (channel === "iopub") heard = true;
        else this.info = message.content;
        if (!heard || Object.keys(this.info).length === 0) return;
        end();
        done(this.info);
      });
    });
    const ask = () => asked.add(this.request("shell", "kernel_info_request", {}));
    ask();
    const again = setInterval(ask, 250);
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      limit = setTimeout(
        () => fail(new Error(`the kernel did not answer for a minute.\n${this.#log}`)),
        START_LIMIT_MS,
      );
    });
    try {
      await Promise.race([answered, this.died, late]);
    } finally {
      clearInterval(again);
      clearTimeout(limit);
    }
  }
}
