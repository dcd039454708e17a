/** As what a trial is marked in figures that mark every one of them. */
import { violationOf } from "../../study/losses.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { markers } from "./layout.ts";
import { formatNumber } from "./numbers.ts";
import { tint, token } from "./theme.ts";

/** How a trial is marked; `early` stands for pruned, paused and interrupted ones. */
export type TrialKind = "complete" | "infeasible" | "early" | "running" | "failed" | "best";

/** What a trial is marked as; undefined where it waits, and so has no mark. */
export function kindOf(trial: TrialRecord, best: TrialRecord | undefined): TrialKind | undefined {
  if (trial === best) return "best";
  switch (trial.state) {
    case "waiting":
      return undefined;
    case "complete":
      return violationOf(trial) > 0 ? "infeasible" : "complete";
    case "running":
    case "failed":
      return trial.state;
    default:
      return "early";
  }
}

/** The marker of a kind: the best a star, what breaks a constraint a ring of the colour of complete ones. */
export function markerOf(kind: TrialKind, size: number): Record<string, unknown> {
  switch (kind) {
    case "best":
      return { ...markers.best(size + 9), symbol: "star" };
    case "complete":
      return markers.complete(size);
    case "infeasible":
      return {
        ...markers.pruned(size - 1),
        color: token("done"),
        line: { color: token("done"), width: 1.4 },
      };
    case "early":
      return markers.pruned(size - 1);
    case "running":
      return markers.running(size + 4);
    case "failed":
      return markers.failed(size);
  }
}

/** From the least to the most important: the order in which marks are drawn. */
export const KINDS: readonly TrialKind[] = [
  "early",
  "infeasible",
  "complete",
  "failed",
  "running",
  "best",
];

/** The part of a key that says what marks other than those of complete trials are; escaped. */
export function kindsKey(counts: Readonly<Record<TrialKind, number>>): string[] {
  const parts = [
    [counts.early, tint("pruned", "<b>○</b>"), "stopped early"],
    [counts.running, tint("running", "<b>◉</b>"), "running"],
    [counts.infeasible, tint("done", "<b>○</b>"), "break a constraint"],
    [counts.failed, tint("failed", "<b>×</b>"), "failed"],
  ] as const;
  return parts.flatMap(([count, mark, words]) =>
    count > 0 ? [`${mark} ${formatNumber(count)} ${words}`] : [],
  );
}

/** The same in plain text, for alt texts: "39 stopped early". */
export function kindsText(counts: Readonly<Record<TrialKind, number>>): string[] {
  const parts = [
    [counts.early, "stopped early"],
    [counts.running, "running"],
    [counts.infeasible, "break a constraint"],
    [counts.failed, "failed"],
  ] as const;
  return parts.flatMap(([count, words]) => (count > 0 ? [`${formatNumber(count)} ${words}`] : []));
}

/** How many trials there are of each kind. */
export function kindCounts(kinds: readonly TrialKind[]): Record<TrialKind, number> {
  const counts = { complete: 0, infeasible: 0, early: 0, running: 0, failed: 0, best: 0 };
  for (const kind of kinds) counts[kind]++;
  return counts;
}
