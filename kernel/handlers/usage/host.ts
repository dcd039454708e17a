/** What the whole machine uses. */
import { readFile } from "node:fs/promises";
import { cpus, freemem, totalmem } from "node:os";

/** The machine's memory in bytes, named as psutil names it; `percent` is of what is not available. */
export interface VirtualMemory {
  total: number;
  available: number;
  percent: number;
  used: number;
  free: number;
  /** Only on Linux, as are those below. */
  active?: number;
  inactive?: number;
  buffers?: number;
  cached?: number;
  shared?: number;
  slab?: number;
}

export async function virtualMemory(): Promise<VirtualMemory> {
  if (process.platform === "linux") {
    const found = parseMeminfo(await readFile("/proc/meminfo", "utf8").catch(() => ""));
    if (found) return found;
  }
  const [total, free] = [totalmem(), freemem()];
  return { ...shares(total, free), free };
}

/** The text of `/proc/meminfo`; undefined where it lacks the total or what is available. */
export function parseMeminfo(text: string): VirtualMemory | undefined {
  const kilobytes = new Map(
    [...text.matchAll(/^(\w+(?:\(\w+\))?):\s+(\d+)/gm)].map(([, name, value]) => [name, value]),
  );
  const bytes = (name: string) => Number(kilobytes.get(name) ?? 0) * 1024;
  if (!kilobytes.has("MemTotal") || !kilobytes.has("MemAvailable")) return undefined;
  return {
    ...shares(bytes("MemTotal"), bytes("MemAvailable")),
    free: bytes("MemFree"),
    active: bytes("Active"),
    inactive: bytes("Inactive"),
    buffers: bytes("Buffers"),
    cached: bytes("Cached") + bytes("SReclaimable"),
    shared: bytes("Shmem"),
    slab: bytes("Slab"),
  };
}

function shares(total: number, available: number) {
  const used = total - available;
  return { total, available, percent: Math.round((used / total) * 1000) / 10, used };
}

/** Milliseconds that all processors together worked, and that they were there. */
export function processorTimes(): { busy: number; all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.idle + times.irq;
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}
