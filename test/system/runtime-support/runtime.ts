/** Starts the built runtime and keeps what it sends. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished } from "vitest";
import type * as Client from "../../../kernel/runtime/client.ts";
import type { ExecuteCommand } from "../../../kernel/runtime/protocol.ts";

const built = resolve(import.meta.dirname, "../../../dist/kernel/runtime/client.js");
const { RuntimeClient } = (await import(pathToFileURL(built).href)) as typeof Client;

type OutputMessage = Client.OutputMessage;

/** A runtime in an empty folder, with everything it ever sent. */
export class TestRuntime {
  readonly client: Client.RuntimeClient;
  readonly folder: string;
  readonly messages: OutputMessage[] = [];
  readonly deaths: Client.RuntimeDeath[] = [];
  #count = 0;
  #waits: (() => void)[] = [];

  constructor(folder: string, env?: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.client = new RuntimeClient({ cwd: folder, env });
    this.client.onMessage((message) => {
      this.messages.push(message);
      for (const check of this.#waits) check();
    });
    this.client.onDied((death) => {
      this.deaths.push(death);
      for (const check of this.#waits) check();
    });
  }

  /** Runs compiled text: `body` is what stands in the function of the cell. */
  run(
    body: string,
    options: Partial<ExecuteCommand> & { sync?: boolean } = {},
  ): Promise<Client.Done> {
    const { sync, ...command } = options;
    const id = ++this.#count;
    return this.client.execute({
      id,
      js: `(${sync ? "" : "async "}function ($box, $import, $get, $meta, require) {${body}\n})`,
      map: identityMap(body),
      file: `Cell [${id}]`,
      code: body,
      cellId: `cell-${id}`,
      deletedCells: [],
      names: [],
      silent: false,
      storeHistory: true,
      executionCount: id,
      userExpressions: {},
      allowStdin: true,
      ...command,
    });
  }

  /** The id of the cell that ran last. */
  get last(): number {
    return this.#count;
  }

  /** All that execution `id` printed. */
  text(id: number, name: "stdout" | "stderr" = "stdout"): string {
    return this.messages
      .map((message) =>
        message.type === "stream" && message.id === id && message.name === name ? message.text : "",
      )
      .join("");
  }

  /** Waits until `condition` holds; looked at after every message. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.#waits = this.#waits.filter((other) => other !== check);
        resolve();
      };
      this.#waits.push(check);
      check();
    });
  }
}

/** A started runtime that ends with the test. */
export async function startRuntime(env?: NodeJS.ProcessEnv): Promise<TestRuntime> {
  const folder = emptyFolder();
  const runtime = new TestRuntime(folder, env);
  onTestFinished(() => runtime.client.close());
  await runtime.client.start();
  return runtime;
}

/** A folder of its own, removed after the test. */
export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tunebook-runtime-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files into the runtime's folder, and the folders that they need. */
export function write(runtime: TestRuntime, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(runtime.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The value of `body`, as text. */
export async function value(runtime: TestRuntime, body: string): Promise<unknown> {
  const done = await runtime.run(body);
  expect(done.error?.traceback.join("\n")).toBeUndefined();
  return done.result?.data["text/plain"];
}

/** A source map that maps each line to itself; in the first line the wrapper stands before. */
function identityMap(body: string): string {
  const prefix = "(async function ($box, $import, $get, $meta, require) {".length;
  const lines = body.split("\n").map((line, index) => {
    const columns = Array.from({ length: line.length }, (_, column) =>
      column === 0
        ? vlq(index === 0 ? prefix : 0) + vlq(0) + vlq(index === 0 ? 0 : 1) + vlq(-previous(index))
        : vlq(1) + vlq(0) + vlq(0) + vlq(1),
    );
    return columns.join(",");
  });
  function previous(index: number): number {
    return index === 0 ? 0 : Math.max(0, body.split("\n")[index - 1]!.length - 1);
  }
  return JSON.stringify({
    version: 3,
    sources: ["cell"],
    names: [],
    mappings: lines.join(";"),
  });
}

function vlq(value: number): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? digit | 32 : digit]!;
  } while (rest > 0);
  return text;
}
