/** `%time` and `%%time`. */
import { currentCell } from "../cell.ts";
import { print } from "../output.ts";
import { formatTime } from "./format.ts";

/** A moment: wall clock in milliseconds, and the processor's time that this process had, in microseconds. */
export interface Clock {
  readonly wall: number;
  readonly user: number;
  readonly system: number;
}

// As they were before any cell: one may play with the clock.
const now = performance.now.bind(performance);
const cpuUsage = process.cpuUsage.bind(process);

/** This moment. */
export function clock(): Clock {
  const { user, system } = cpuUsage();
  return { wall: now(), user, system };
}

/** What passed between two moments, in two lines, as IPython writes it. */
export function timesText(start: Clock, end: Clock): string {
  const user = (end.user - start.user) / 1e6;
  const system = (end.system - start.system) / 1e6;
  const wall = formatTime((end.wall - start.wall) / 1e3);
  return (
    `CPU times: user ${formatTime(user)}, sys: ${formatTime(system)}, total: ${formatTime(user + system)}\n` +
    `Wall time: ${wall}\n`
  );
}

/** Times the rest of the cell that runs, to its end. */
export function timeCell(): void {
  const start = clock();
  currentCell()?.atEnd.push(() => print("stdout", timesText(start, clock())));
}
