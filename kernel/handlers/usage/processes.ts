/** What the kernel's processes use: its own, the runtime's, the language server's and all that they started. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** One process, as the system counts it. */
export interface ProcessUsage {
  pid: number;
  /** Bytes of memory: its proportional share of what it shares with others (PSS) where the system tells, else resident. */
  memory: number;
  /** Seconds of processor time since it began. */
  cpu: number;
}

/** Of `/proc/PID/stat`; the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Row extends ProcessUsage {
  parent: number;
}

/** This process and all its descendants. Where the system does not tell (Windows), this process alone. */
export async function ownProcesses(): Promise<ProcessUsage[]> {
  if (process.platform === "linux") {
    const family = descendants(await readStats(), process.pid);
    return Promise.all(family.map(async (row) => ({ ...row, memory: await readMemory(row) })));
  }
  const rows = process.platform === "win32" ? [] : await readPs();
  const family = descendants(rows, process.pid);
  return family.length > 0 ? family : [self()];
}

function self(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  return { pid: process.pid, memory: process.memoryUsage.rss(), cpu: (user + system) / 1e6 };
}

function descendants(rows: readonly Row[], root: number): Row[] {
  const found = rows.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...rows.filter(({ parent }) => parent === pid));
  return found;
}

async function readStats(): Promise<Row[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(
    pids.map(async (pid) => parseStat(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""))),
  );
  return rows.filter((row) => row !== undefined);
}

/** One line of `/proc/PID/stat` (proc(5)); the name in parentheses may hold anything, parentheses too. */
export function parseStat(line: string): Row | undefined {
  const end = line.lastIndexOf(")");
  if (end < 0) return undefined;
  const fields = line.slice(end + 2).split(" ");
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
  const cpu = ((user ?? 0) + (system ?? 0)) / TICKS_PER_SECOND;
  return { pid: Number.parseInt(line, 10), parent: parent ?? 0, cpu, memory: 0 };
}

async function readMemory({ pid }: Row): Promise<number> {
  for (const [file, field] of [
    ["smaps_rollup", /^Pss:\s+(\d+)/m],
    ["status", /^VmRSS:\s+(\d+)/m],
  ] as const) {
    const text = await readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    const found = field.exec(text);
    if (found) return Number(found[1]) * 1024;
  }
  // It ended meanwhile.
  return 0;
}

function readPs(): Promise<Row[]> {
  return new Promise((resolve) => {
    execFile("ps", ["-A", "-o", "pid=,ppid=,rss=,time="], (error, stdout) =>
      resolve(error ? [] : parsePs(stdout)),
    );
  });
}

/** The output of `ps -A -o pid=,ppid=,rss=,time=`: kilobytes, and `[[days-]hours:]minutes:seconds[.hundredths]`. */
export function parsePs(text: string): Row[] {
  return text.split("\n").flatMap((line) => {
    const [pid, parent, memory, time] = line.trim().split(/\s+/);
    if (pid === undefined || parent === undefined || time === undefined) return [];
    const [days, clock] = time.includes("-") ? time.split("-") : ["0", time];
    const seconds = (clock ?? "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    const cpu = Number(days) * 86_400 + seconds;
    return [{ pid: Number(pid), parent: Number(parent), memory: Number(memory) * 1024, cpu }];
  });
}
