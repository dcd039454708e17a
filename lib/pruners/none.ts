import type { Pruner } from "../study/pruner.ts";

/** Never stops a trial. */
export function none(): Pruner {
  return { name: "none", prune: () => false };
}
