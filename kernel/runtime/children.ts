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
    .flatMap((thread) => {
      const file = `/proc/${pid}/task/${thread}/children`;
      return read(() => readFileSync(file, "utf8"), "").split(" ");
    })
    .filter((child) => child !== "")
    .slice(0, NAMED)
    .map((child) => {
      const name = read(() => readFileSync(`/proc/${child}/comm`, "utf8"), "").trim();
      return name === "" ? child : `${child} (${name})`;
    });
}

function read<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
