import { describe, expect, it } from "vitest";
import { confirmed } from "../../../lib/plots/confirmed.ts";
import { confirmedData } from "../../../lib/plots/confirmed/data.ts";
import type { Confirmed } from "../../../lib/study/confirm.ts";
import { checkFigure } from "../../contracts/figure.ts";

const candidate = (trial: number, observed: number, mean: number, parts = {}): Confirmed => ({
  trial,
  observed,
  runs: 3,
  failed: 0,
  mean,
  sd: 0.1,
  interval: [mean - 0.5, mean + 0.5],
  optimism: mean - observed,
  behind: undefined,
  ...parts,
});
const result = [
  candidate(7, 2.5, 3),
  candidate(4, 2, 3.2, { behind: { mean: 0.2, interval: [-0.1, 0.5] } }),
  candidate(9, 2.8, 4, { behind: { mean: 1, interval: [0.4, 1.6] } }),
];

describe("confirmed", () => {
  it("says which trial is the best when trained again, and which may be as good", () => {
    const figure = confirmed(result, { objective: "valLoss" });
    expect(figure.alt).toContain(
      "Trial 7, not 4, is the best when trained again: 3; 1 other may be as good",
    );
    expect(confirmedData(result).rows.map(({ verdict }) => verdict)).toEqual([
      "best",
      "open",
      "worse",
    ]);
    expect(figure.text).toMatch(/trial 9 +2.80 +4 +3.50–4.50 +worse by 1/);
  });

  it("says that the best of the study stays so", () => {
    expect(confirmed([candidate(4, 2, 3)]).alt).toContain(
      "Trial 4 stays the best: 3 when trained again, 2 before",
    );
  });

  it("reads from the optimism which way is better", () => {
    expect(confirmedData(result).direction).toBe("minimize");
    const up = candidate(1, 0.9, 0.8, { optimism: 0.1 });
    expect(confirmedData([up]).direction).toBe("maximize");
    expect(confirmedData([up], "minimize").direction).toBe("minimize");
  });

  it("keeps the rules of figures with one run, with none that came to a value, and without candidates", () => {
    const lone = candidate(1, 2, 3, { interval: undefined, sd: undefined });
    const failed = { ...lone, mean: undefined, optimism: undefined, failed: 3 };
    for (const figure of [confirmed([lone]), confirmed([failed]), confirmed([])])
      checkFigure(figure);
    expect(confirmed([failed]).alt).toContain("no new run came to a value");
  });

  it("refuses what is no confirmation", () => {
    expect(() => confirmed({} as never)).toThrow(/plots.confirmed\(await study.confirm/);
  });
});
