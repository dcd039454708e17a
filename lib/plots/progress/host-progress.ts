import { currentHost } from "../../display/current-host.ts";
import type { Host, HostCell } from "../../display/host.ts";
import { isTerminal } from "../../display/hosts/terminal.ts";
import { type Progress, silent } from "../../study/progress.ts";
import { Block } from "./block.ts";

/** Hosts and cells in which a panel draws: it says all that there is to say. */
const hushed = new Map<object, number>();

function placeOf(host: Host): object {
  return host.cell ?? host;
}

/** Keeps bars out of the current cell, or the terminal, while a panel draws in it; returns what ends that. */
export function hushProgress(host: Host): () => void {
  const place = placeOf(host);
  hushed.set(place, (hushed.get(place) ?? 0) + 1);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    const left = (hushed.get(place) ?? 1) - 1;
    if (left > 0) hushed.set(place, left);
    else hushed.delete(place);
  };
}

/**
 * Bars where the code runs: in a notebook's cell, updated in place, and at the bottom of a terminal. A file
 * or a pipe gets nothing, and neither does what takes less than half a second.
 */
export function hostProgress(hostOf: () => Host = currentHost): Progress {
  const blocks = new WeakMap<HostCell, Block>();
  let block: Block | undefined;
  return {
    begin(plan) {
      const host = hostOf();
      if (isTerminal(host) && !host.interactive) return silent.begin(plan);
      const place = placeOf(host);
      if (hushed.has(place)) return silent.begin(plan);
      const { cell } = host;
      const known = cell === undefined ? block : blocks.get(cell);
      // Where cells are not known, a line of an earlier one must not be written over.
      const goesOn = cell === undefined ? known?.isRunning : known?.continues(plan.label);
      const used = known && goesOn ? known : new Block(host, () => hushed.has(place));
      if (cell === undefined) block = used;
      else blocks.set(cell, used);
      return used.begin(plan);
    },
  };
}
