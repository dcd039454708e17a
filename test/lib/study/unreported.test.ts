import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asha } from "../../../lib/pruners/asha.ts";
import { median } from "../../../lib/pruners/median.ts";
import { none } from "../../../lib/pruners/none.ts";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import type { Trial } from "../../../lib/study/trial.ts";
import { bohb } from "../../../lib/tuners/bohb.ts";
import { dehb } from "../../../lib/tuners/dehb.ts";
import { hyperband } from "../../../lib/tuners/hyperband.ts";
import { asha as ashaTuner } from "../../../lib/tuners/asha.ts";
import { open } from "./open.ts";

let said: string[];
beforeEach(() => {
  said = [];
  vi.spyOn(console, "warn").mockImplementation((text) => void said.push(String(text)));
});
afterEach(() => void vi.restoreAllMocks());

const silent = () => 1;
const reporting = async (trial: Trial) => {
  await trial.report(1, 1);
  return 1;
};
const eight = { until: { trials: 8 } };
const shown = (name: string) =>
  `3 trials are complete and none has reported a value on its way, so the ${name} pruner can stop none of them early. Call await trial.report(value, step) in the objective after each epoch or fold; fit(…, { trial }) does it by itself.`;

describe("an objective that never reports", () => {
  for (const tuner of [
    hyperband({ maxResource: 9 }),
    bohb({ maxResource: 9 }),
    dehb({ maxResource: 9 }),
    ashaTuner({ maxResource: 9 }),
  ])
    it(`is named once where ${tuner.name} would stop trials by reports`, async () => {
      const study = await open({ tuner });
      await study.optimize(silent, eight);
      expect(said).toEqual([shown(study.prunerName)]);
    });

  it("is named where a pruner was chosen, also by hand and in a study that defines its space", async () => {
    await (await open({ pruner: median() })).optimize(silent, { ...eight, concurrency: 3 });
    expect(said).toEqual([shown("median")]);
    const study = await open({ pruner: asha() });
    for (let trial = 0; trial < 4; trial++) await study.tell(await study.ask(), trial);
    expect(said).toEqual([shown("median"), shown("asha")]);
  });

  it("may do so where nobody asked for early stopping", async () => {
    await (await open()).optimize(silent, eight);
    await (await open({ pruner: none() })).optimize(silent, eight);
    const objectives = { a: "minimize", b: "minimize" } as const;
    const several = await open({ objectives, pruner: median() });
    await several.optimize(() => ({ a: 1, b: 1 }), eight);
    expect(said).toEqual([]);
  });

  it("is not named for two short trials, for failures, or after a trial that reported", async () => {
    const study = await open({ pruner: asha(), duplicates: "allow" });
    await study.optimize(
      async (trial) => {
        if (trial.number < 2) return 1;
        if (trial.number < 5) throw new Error(`the ${"abc"[trial.number - 2]}`);
        return reporting(trial);
      },
      { ...eight, equalErrors: Infinity },
    );
    await study.optimize(silent, { more: 5 });
    expect(said).toEqual([]);
  });

  it("is not named where trials of an earlier run have reported", async () => {
    const storage = memoryStorage();
    await (await open({ storage, pruner: asha() })).optimize(reporting, { more: 1 });
    await (await open({ storage, pruner: asha() })).optimize(silent, { more: 5 });
    expect(said).toEqual([]);
  });
});
