import { describe, expect, it } from "vitest";
import { paretoFront } from "../../../lib/study/front.ts";
import { trialRecord } from "../../contracts/trials.ts";

const objectives = { loss: "minimize", accuracy: "maximize" } as const;

const complete = (number: number, loss: number, accuracy: number, memory?: number) =>
  trialRecord(number, {
    state: "complete",
    values: { loss, accuracy },
    value: loss,
    ...(memory !== undefined && { constraints: { memory } }),
  });

describe("the front of a study", () => {
  it("holds what no other beats, each objective in its own direction", () => {
    const trials = [
      complete(0, 1, 0.5),
      complete(1, 2, 0.9),
      complete(2, 2, 0.8),
      complete(3, 1, 0.5),
    ];
    expect(paretoFront(trials, objectives).map(({ number }) => number)).toEqual([0, 1, 3]);
  });

  it("leaves out what breaks its constraints, however good, and what has no values", () => {
    const trials = [
      complete(0, 0, 1, 0.1),
      complete(1, 1, 0.5, -3),
      complete(2, Number.NaN, 1),
      trialRecord(3, { state: "failed" }),
    ];
    expect(paretoFront(trials, objectives).map(({ number }) => number)).toEqual([1]);
    expect(paretoFront(trials.slice(0, 1), objectives)).toEqual([]);
  });
});
