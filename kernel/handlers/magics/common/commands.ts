/** Programs that cells run: each at the head of a process group of its own, so that Stop reaches all of it. */

import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";

/** What runs, and where its output goes. */
export interface CommandOptions {
  /** A program, or with `shell` a command line. */
  readonly command: string;
  readonly words?: readonly string[];
  /** Hands the command to the system's shell: /bin/sh, on Windows cmd.exe. Default false. */
  readonly shell?: boolean;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the program reads on its input, which is closed after it. Default: nothing. */
  readonly input?: string;
  /** Takes each piece of output as it comes; the next one is read when this resolves. */
  output(text: string, name: "stdout" | "stderr"): void | Promise<void>;
  /** Aborts: the whole group is ended. */
  readonly signal: AbortSignal;
}

/** How a program ended. */
export interface CommandEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** What the group is told, one after the other, until nobody of it is left; milliseconds in between. */
const FAREWELLS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGKILL"];
const PATIENCE = 500;
/** How often it is looked whether a stopped group has gone, in milliseconds. */
const LOOK = 40;
/** After its end a program's pipes are read until they were silent this long: what it left running may hold them open. */
const SILENCE = 150;

const groups = new Set<number>();
let tracking = false;

/**
 * Runs a program to its end, and its output to where it goes. What it leaves in the background runs on,
 * prints on, and ends with the kernel.
 * @throws Error of the system where it cannot be started
 */
export async function runCommand(options: CommandOptions): Promise<CommandEnd> {
  if (options.signal.aborted) return { code: null, signal: "SIGINT" };
  const child = spawn(options.command, [...(options.words ?? [])], {
    cwd: options.folder,
    env: options.environment as NodeJS.ProcessEnv,
    shell: options.shell ?? false,
    // On Windows a group of its own would open a window.
    detached: process.platform !== "win32",
    windowsHide: true,
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  if (child.pid !== undefined) track(child.pid);
  // A program that does not read its input is no failure.
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.input);

  let heard = Date.now();
  const read = async (stream: Readable, name: "stdout" | "stderr") => {
    stream.setEncoding("utf8");
    for await (const text of stream) {
      heard = Date.now();
      await options.output(text as string, name);
      heard = Date.now();
    }
  };
  const drained = Promise.allSettled([
    read(child.stdout!, "stdout"),
    read(child.stderr!, "stderr"),
  ]);
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping = endGroup(child));
  options.signal.addEventListener("abort", stop, { once: true });
  try {
    const end = await ended;
    await stopping;
    await silence(drained, () => Date.now() - heard);
    return end;
  } finally {
    options.signal.removeEventListener("abort", stop);
    void drained.then(
      () => child.pid !== undefined && !alive(child.pid) && groups.delete(child.pid),
    );
  }
}

/** Resolves when all is read, or nothing came for a while. */
async function silence(drained: Promise<unknown>, since: () => number): Promise<void> {
  const over = drained.then(() => true);
  do {
    // After the timer one turn of the loop: what came while this process was held up is read before it is judged.
    const pause = new Promise<false>((resolve) =>
      setTimeout(() => setImmediate(resolve, false), SILENCE),
    );
    if (await Promise.race([over, pause])) return;
  } while (since() < SILENCE);
}

async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true }).on(
      "error",
      () => {},
    );
    return;
  }
  for (const farewell of FAREWELLS) {
    if (!tell(pid, farewell)) return;
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      if (!alive(pid)) return;
    }
  }
}

/** Whether anybody of the group still runs; those that ended and were not yet waited for do not. */
function alive(group: number): boolean {
  if (!tell(group, 0)) return false;
  if (process.platform !== "linux") return true;
  try {
    return readdirSync("/proc").some((name) => /^\d+$/.test(name) && runsIn(group, name));
  } catch {
    return true;
  }
}

/** Reads a process's state and group: `pid (name) state parent group …`; proc(5). */
function runsIn(group: number, pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, , of] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(of) === group && state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

/** Whether anybody of the group was there to be told. */
function tell(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    // EPERM: somebody is there, who belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** What still runs when the kernel ends, ends with it. */
function track(group: number): void {
  if (process.platform === "win32") return;
  if (!tracking) process.once("exit", () => groups.forEach((each) => tell(each, "SIGTERM")));
  tracking = true;
  groups.add(group);
}
