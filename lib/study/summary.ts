import type { StudyView } from "./observer.ts";
import type { TrialState } from "./trial-record.ts";

/** A study in a few lines of text: for terminals, logs and hosts that draw nothing. */
export function summarize(study: StudyView, counts: Readonly<Record<TrialState, number>>): string {
  const { name, objectives, tunerName, prunerName, seed, best } = study;
  const goals = Object.entries(objectives).map(
    ([objective, direction]) => `${direction} ${objective}`,
  );
  const states = Object.entries(counts).filter(([, number]) => number > 0);
  const trials = states.map(([state, number]) => `${number} ${state}`).join(", ") || "none yet";
  const lines = [
    `Study ${JSON.stringify(name)}: ${goals.join(", ")}`,
    `  tuner ${tunerName}, pruner ${prunerName}, seed ${seed}`,
    `  trials: ${trials}`,
  ];
  if (best) {
    lines.push(`  best: ${best.value} (trial ${best.number})`);
    for (const [parameter, value] of Object.entries(best.params))
      lines.push(`    ${parameter}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  }
  return lines.join("\n");
}
