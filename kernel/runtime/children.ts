/** The processes that a process has started, as far as the system tells. */
import { readFileSync, readdirSync } from "node:fs";

/** At most so many are named. */
const NAMED = 5;

/**
 * Describes the children of `pid`, `"1234 (sleep)"`; empty where there are none or the system has no /proc.
 * Their arguments are not shown: they may hold what no notebook should keep.
 */
export function childrenOf(pid: number): string[] {
  return read(() => readdirSync(`/proc/${pid}/task`), [])
    .flatMap((thread) => ofThread(pid, Number(thread)))
    .slice(0, NAMED)
    .map((child) => {
      const name = read(() => readFileSync(`/proc/${child}/comm`, "utf8"), "").trim();
      return name === "" ? String(child) : `${child} (${name})`;
    });
}

/** Sends `signal` to the process that the main thread of `pid` has started last, and to all below it. */
export function signalNewest(pid: number, signal: NodeJS.Signals): void {
  const newest = ofThread(pid, pid).at(-1);
  if (newest !== undefined) signalTree(newest, signal);
}

function signalTree(pid: number, signal: NodeJS.Signals): void {
  const children = ofThread(pid, pid);
  read(() => process.kill(pid, signal), false);
  for (const child of children) signalTree(child, signal);
}

/** The children that one thread has started, oldest first. */
function ofThread(pid: number, thread: number): number[] {
  const list = read(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"), "");
  return list.split(" ").filter(Boolean).map(Number);
}

function read<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
