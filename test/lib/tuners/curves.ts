import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";

/** A space in which the place of a trial says how good it is. */
export const line = compileSpace({ x: float(0, 1) });

/** A learning curve of so many epochs that falls to about x: nearly, but not always, in the order of x. */
export function curve(x: number, seed: number, epochs: number): number[] {
  const noise = randomStream(seed, 5);
  return Array.from(
    { length: epochs },
    (_, epoch) => x + (1 + noise.uniform()) / (epoch + 1) + 0.02 * noise.normal(),
  );
}

/** How many epochs all trials were trained, taken together. */
export function epochsOf(trials: readonly TrialRecord[]): number {
  return trials.reduce((sum, { reports }) => sum + reports.length, 0);
}

/** How many trials were trained to at least each of these epochs. */
export function reachedOf(trials: readonly TrialRecord[], steps: readonly number[]): number[] {
  return steps.map((step) => trials.filter(({ reports }) => reports.length >= step).length);
}
