import { processorTimes } from "./host.ts";
import { ownProcesses } from "./processes.ts";

/** What was used since the measurement before. */
export interface Measured {
  /** Percent of one processor, of all processes together; 0 the first time. */
  cpu: number;
  /** Bytes, of all processes together. */
  memory: number;
  /** Percent of all processors, of everything that runs on the machine; undefined the first time. */
  hostCpu: number | undefined;
}

/** Measures what is used between two questions. */
export class UsageMeter {
  #before: { at: number; cpu: Map<number, number> } | undefined;
  #hostBefore: { busy: number; all: number } | undefined;

  async measure(): Promise<Measured> {
    const found = await ownProcesses();
    const now = { at: performance.now(), cpu: new Map(found.map(({ pid, cpu }) => [pid, cpu])) };
    const before = this.#before;
    this.#before = now;
    let spent = 0;
    // A process that is new since then has spent all its time since then.
    if (before) for (const [pid, cpu] of now.cpu) spent += cpu - (before.cpu.get(pid) ?? 0);
    const seconds = before ? (now.at - before.at) / 1000 : 0;
    return {
      cpu: seconds > 0 ? round((100 * Math.max(0, spent)) / seconds) : 0,
      memory: found.reduce((sum, { memory }) => sum + memory, 0),
      hostCpu: this.#hostCpu(),
    };
  }

  #hostCpu(): number | undefined {
    const now = processorTimes();
    const before = this.#hostBefore;
    this.#hostBefore = now;
    if (!before || now.all <= before.all) return undefined;
    // The system's count of idle time goes back now and then; proc(5).
    return round(Math.min(100, (100 * (now.busy - before.busy)) / (now.all - before.all)));
  }
}

const round = (percent: number) => Math.round(percent * 10) / 10;
