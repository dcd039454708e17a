import { TrialPruned } from "../../../lib/study/errors.ts";

/** What a fake trial is and does. */
export interface FakeTrialOptions {
  seed?: number;
  /** At which step it says stop. */
  stopAt?: number;
  /** At which steps it says so for now. */
  pauseAt?: readonly number[];
  signal?: AbortSignal;
}

/** A trial that records what it is told, and says stop at a step. */
export function fakeTrial(options: FakeTrialOptions = {}) {
  const reports: { value: number; step: number }[] = [];
  const notes: Record<string, unknown> = {};
  return {
    seed: options.seed ?? 1,
    signal: options.signal ?? new AbortController().signal,
    reports,
    notes,
    checkpoint: undefined as unknown,
    save(checkpoint: unknown) {
      this.checkpoint = checkpoint;
    },
    note(key: string, value: unknown) {
      notes[key] = value;
    },
    async report(value: number, step: number) {
      reports.push({ value, step });
      if (step === options.stopAt) throw new FakePruned();
      if (options.pauseAt?.includes(step)) throw new TrialPruned(`paused at ${step}`);
      return { prune: false };
    },
  };
}

export class FakePruned extends Error {}
