import type { PanelModel } from "../../display/host.ts";
import type { TrialState } from "../../study/trial-record.ts";
import { formatNumber } from "../common/numbers.ts";

/** "16 complete", "29 stopped early", "2 failed": what there is of each state, in a fixed order. */
export function countsParts(
  model: Pick<PanelModel, "progress">,
): { state: TrialState; words: string }[] {
  const { complete, pruned, failed, running, interrupted } = model.progress;
  const parts: [TrialState, number, string][] = [
    ["complete", complete, "complete"],
    ["pruned", pruned, "stopped early"],
    ["failed", failed, "failed"],
    ["interrupted", interrupted, "interrupted"],
    ["running", running, "running"],
  ];
  return parts
    .filter(([, count]) => count > 0)
    .map(([state, count, word]) => ({ state, words: `${formatNumber(count)} ${word}` }));
}

/** The same in one line. */
export function countsText(model: Pick<PanelModel, "progress">): string {
  return countsParts(model)
    .map((part) => part.words)
    .join(", ");
}
