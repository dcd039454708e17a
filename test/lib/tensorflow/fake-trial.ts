/** A trial that records what it is told, and says stop at a step. */
export function fakeTrial(options: { seed?: number; stopAt?: number; signal?: AbortSignal } = {}) {
  const reports: { value: number; step: number }[] = [];
  const notes: Record<string, unknown> = {};
  return {
    seed: options.seed ?? 1,
    signal: options.signal ?? new AbortController().signal,
    reports,
    notes,
    note(key: string, value: unknown) {
      notes[key] = value;
    },
    async report(value: number, step: number) {
      reports.push({ value, step });
      if (step === options.stopAt) throw new FakePruned();
      return { prune: false };
    },
  };
}

export class FakePruned extends Error {}
