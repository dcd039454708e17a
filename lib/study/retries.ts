import { ObjectiveValueError } from "./errors.ts";
import type { Ledger } from "./ledger.ts";
import type { TrialRecord } from "./trial-record.ts";

/** Lets what failed by chance be tried again: as a new trial, which is run before the tuner is asked. */
export class Retries {
  readonly #ledger: Ledger;
  readonly #most: number;
  /** Trials that are another's retry, and the how manieth. */
  readonly #tried = new Map<number, number>();

  /** @param most how often one trial is tried again */
  constructor(ledger: Ledger, most: number) {
    this.#ledger = ledger;
    this.#most = most;
  }

  /** A trial ended, by this error if it failed. One that returned no number would do so again. */
  async ended(record: TrialRecord, error: unknown): Promise<void> {
    if (record.state !== "failed" || error instanceof ObjectiveValueError) return;
    const tried = (this.#tried.get(record.number) ?? 0) + 1;
    if (tried > this.#most) return;
    const again = await this.#ledger.enqueue(record.point);
    this.#tried.set(again.number, tried);
  }
}
