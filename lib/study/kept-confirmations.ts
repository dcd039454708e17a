import type { ConfirmRun } from "./confirm.ts";
import type { StoredStudy } from "./storage.ts";

/** Under this key a storage keeps the trainings of `confirm`. */
const CONFIRMED = "confirmed";

/** As a storage keeps it: JSON knows no NaN, so a training that failed is kept as null. */
interface KeptRun {
  readonly trial: number;
  readonly seed: number;
  readonly value: number | null;
}

/** What the trainings of `confirm` came to, from earlier calls too, by trial and seed. */
export class KeptConfirmations {
  readonly #stored: StoredStudy;

  constructor(stored: StoredStudy) {
    this.#stored = stored;
  }

  async load(): Promise<Map<string, ConfirmRun>> {
    const runs = ((await this.#stored.kept(CONFIRMED)) ?? []) as unknown as KeptRun[];
    return new Map(
      runs.map((run) => [keyOf(run.trial, run.seed), { ...run, value: run.value ?? Number.NaN }]),
    );
  }

  async keep(runs: ReadonlyMap<string, ConfirmRun>): Promise<void> {
    const kept = [...runs.values()].map(({ trial, seed, value }) => ({
      trial,
      seed,
      value: Number.isFinite(value) ? value : null,
    }));
    await this.#stored.keep(CONFIRMED, kept);
  }
}

/** Under what a training stands in them. */
export function keyOf(trial: number, seed: number): string {
  return `${trial} ${seed}`;
}
