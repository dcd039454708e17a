/**
 * Child processes with inherited output. A synchronous one writes to descriptors 1 and 2 while its cell
 * stands still: markers before and after say whose that is. Another one may outlive its cell: in the
 * place of the descriptors it gets pipes, which are read on behalf of the cell.
 */
import childProcess, { type ChildProcess } from "node:child_process";
import { readSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { type Cell, outputCell, runIn } from "../cell.ts";
import { mark, send } from "../channel.ts";
import { print } from "../output.ts";
import { addSource, removeSource, withoutDraining } from "./sources.ts";

type Name = "stdout" | "stderr";
type Options = Record<string, unknown>;

/** Patches `node:child_process`. */
export function patchChildProcesses(): void {
  for (const name of ["execSync", "execFileSync", "spawnSync"] as const) {
    replace(name, (original, given) => {
      // What it prints may be shown before it ends.
      mark(undefined, outputCell()?.id);
      // Nobody but the kernel process can end this wait, where the user wants it ended.
      send({ type: "waiting", forChild: true });
      try {
        return original(...given);
      } finally {
        send({ type: "waiting", forChild: false });
        mark(outputCell()?.id);
      }
    });
  }
  replace("spawn", (original, given) => start(original, given, undefined));
  replace("fork", (original, given) => start(original, given, "ipc"));
  syncBuiltinESMExports();
}

type Original = (...given: unknown[]) => unknown;

function replace(
  name: "execSync" | "execFileSync" | "spawnSync" | "spawn" | "fork",
  patched: (original: Original, given: unknown[]) => unknown,
): void {
  const original = childProcess[name] as Original;
  const wrapped = (...given: unknown[]): unknown => patched(original, given);
  Object.defineProperty(wrapped, "name", { value: name });
  (childProcess as unknown as Record<string, unknown>)[name] = wrapped;
}

function start(original: Original, given: unknown[], fourth: "ipc" | undefined): unknown {
  const cell = outputCell();
  const at = Array.isArray(given[1]) ? 2 : given[1] === undefined || given[1] === null ? 2 : 1;
  const options = (given[at] ?? {}) as Options;
  const plan = typeof options === "object" && cell ? redirect(options, fourth) : undefined;
  if (plan === undefined || cell === undefined) return original(...given);
  const changed = [...given];
  changed[at] = { ...options, stdio: plan.stdio };
  const child = original(...changed) as ChildProcess;
  forward(child, plan.names, cell);
  return child;
}

/** Pipes in the place of inherited output; undefined where nothing is inherited. */
function redirect(options: Options, fourth: "ipc" | undefined) {
  const { stdio = fourth && options["silent"] !== true ? "inherit" : undefined } = options;
  let list: unknown[];
  if (stdio === "inherit") list = fourth ? [0, 1, 2, fourth] : [0, 1, 2];
  else if (Array.isArray(stdio)) list = [...(stdio as unknown[])];
  else return undefined;
  const names: (Name | undefined)[] = [undefined, inherited(list[1], 1), inherited(list[2], 2)];
  if (list[0] === process.stdin) list[0] = "inherit";
  for (const at of [1, 2]) if (names[at]) list[at] = "pipe";
  return names.some(Boolean) ? { stdio: list, names } : undefined;
}

/** Which of this process's outputs an entry of `stdio` names. */
function inherited(entry: unknown, at: 1 | 2): Name | undefined {
  if (entry === "inherit") return at === 1 ? "stdout" : "stderr";
  if (entry === 1 || entry === process.stdout) return "stdout";
  return entry === 2 || entry === process.stderr ? "stderr" : undefined;
}

function forward(child: ChildProcess, names: (Name | undefined)[], cell: Cell): void {
  const stdio = child.stdio as (Readable | null | undefined)[] | undefined;
  const pipes = [1, 2].flatMap((at) => {
    const name = names[at];
    const stream = stdio?.[at];
    if (!name || !stream) return [];
    // Whoever asked for inherited output finds no streams, as always.
    stdio[at] = null;
    child[at === 1 ? "stdout" : "stderr"] = null;
    return [new Pipe(stream, name, cell)];
  });
  // Whoever waits for its end prints after what it printed.
  child.prependListener("exit", () => {
    for (const pipe of pipes) pipe.drain();
  });
}

/** One output of one child process. */
class Pipe {
  readonly #descriptor: number;
  readonly #print: (bytes: Buffer) => void;
  #open = true;

  constructor(stream: Readable, name: Name, cell: Cell) {
    // What is not readable this way (Windows has no descriptor) comes by the stream alone.
    const handle = (stream as unknown as { _handle?: { fd?: number } })._handle;
    this.#descriptor = handle?.fd ?? -1;
    const decoder = new StringDecoder("utf8");
    const put = (text: string) =>
      withoutDraining(() => runIn(cell.dead ? cell.afterlife() : cell, () => print(name, text)));
    this.#print = (bytes) => put(decoder.write(bytes));
    addSource(this);
    stream.on("data", this.#print);
    stream.on("error", () => {});
    stream.on("close", () => {
      this.#close();
      put(decoder.end());
    });
  }

  /** Reads what is there. The stream hands over all that it reads at once: nothing of it is overtaken. */
  drain(): void {
    if (this.#descriptor < 0) return;
    const { stackTraceLimit } = Error;
    // "Nothing there" comes as an error; its stack is nobody's.
    Error.stackTraceLimit = 0;
    try {
      while (this.#open) {
        const bytes = Buffer.allocUnsafe(65536);
        const length = readSync(this.#descriptor, bytes);
        if (length === 0) return this.#close();
        this.#print(bytes.subarray(0, length));
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") this.#close();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  #close(): void {
    this.#open = false;
    removeSource(this);
  }
}
