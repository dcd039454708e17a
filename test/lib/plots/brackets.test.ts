import { describe, expect, it } from "vitest";
import { exampleStudy } from "../../../lib/plots/common/example-study.ts";
import { brackets } from "../../../lib/plots/brackets.ts";
import { bracketsData } from "../../../lib/plots/brackets/data.ts";
import { figureContract } from "../../contracts/figure.ts";
import { studyOf, trialOf } from "./fixtures.ts";

/** A trial that was trained so many epochs, each of this value; complete at nine. */
const trained = (number: number, epochs: number, value: number) =>
  trialOf(number, {
    state: epochs === 9 ? "complete" : "paused",
    value,
    reports: Array.from({ length: epochs }, (_, k) => ({ step: k + 1, value, at: k })),
    notes: { step: "epoch" },
  });

/** Two brackets: 4 → 2 → 1 at epochs 1, 3, 9, and 2 → 1 at 3, 9. */
const trials = [
  trained(0, 1, 8),
  trained(1, 9, 2),
  trained(2, 3, 3),
  trained(3, 1, 9),
  trained(4, 9, 1),
  trained(5, 3, 5),
];
const study = studyOf(trials, {
  tunerName: "hyperband",
  prunerName: "hyperband",
  explain: (trial) => {
    const number = typeof trial === "number" ? trial : trial.number;
    const bracket = number < 4 ? 0 : 1;
    const epochs = trials[number]!.reports.length;
    return {
      round: 0,
      bracket,
      rungs: [1, 3, 9]
        .slice(bracket)
        .filter((epoch) => epoch <= epochs)
        .map((epoch) => ({ epoch })),
    };
  },
});

describe("brackets", () => {
  it("have at each rung the trials that came, the best first, and who went on", () => {
    const [first, second] = bracketsData(study).brackets;
    const numbers = first!.rungs.map(({ entries }) => entries.map(({ trial }) => trial.number));
    expect(numbers).toEqual([[1, 2, 0, 3], [1, 2], [1]]);
    expect(first!.rungs[0]!.entries.map(({ goesOn }) => goesOn)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(first).toMatchObject({ name: "bracket 1", trials: 4, steps: 1 + 9 + 3 + 1 });
    expect(second!.rungs.map(({ step, entries }) => [step, entries.length])).toEqual([
      [3, 2],
      [9, 1],
    ]);
  });

  it("say which bracket found the best, and what was saved", () => {
    const figure = brackets(study);
    expect(figure.alt).toContain("Bracket 2, 2 → 1, found loss 1: 26 of 54 epochs in all");
    expect(figure.text).toMatch(/bracket 1 +4 → 2 → 1 +14 epochs +2/);
    expect(figure.text).toMatch(/bracket 2 +2 → 1 +12 epochs +1 ★/);
  });

  it("are read from reports where the tuner gives no account", () => {
    const { explain: _, ...silent } = study;
    const data = bracketsData(silent);
    expect(data.brackets).toHaveLength(1);
    expect(data.brackets[0]?.rungs.map(({ step, entries }) => [step, entries.length])).toEqual([
      [1, 6],
      [3, 4],
      [9, 2],
    ]);
  });

  it("lead the best's way in its colour", () => {
    const path = brackets(study).spec.data.at(-1)!;
    expect(path["x"]).toEqual([3, 9, null]);
    expect(path["line"]).toMatchObject({ color: "token:best" });
  });

  it("rank the highest rung as any other while no trial is complete", () => {
    const early = studyOf(
      trials
        .slice(0, 4)
        .map((trial) => trained(trial.number, Math.min(3, trial.reports.length), trial.value!)),
    );
    const [bracket] = bracketsData(early).brackets;
    expect(bracket?.rungs.map(({ step, entries }) => [step, entries.length])).toEqual([
      [1, 4],
      [3, 2],
    ]);
    expect(bracket?.best).toBeUndefined();
  });

  it("are the latest where there are many, and the one that found the best", () => {
    const many = Array.from({ length: 30 }, (_, number) =>
      trained(number, number % 2 === 0 ? 9 : 3, number === 2 ? 0.5 : 1 + number),
    );
    const rounds = studyOf(many, {
      explain: (trial) => {
        const number = typeof trial === "number" ? trial : trial.number;
        return { round: Math.floor(number / 2), bracket: 0, rungs: [{ epoch: 3 }] };
      },
    });
    const data = bracketsData(rounds);
    expect(data.brackets.map(({ name }) => name)).toEqual(
      [2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((round) => `round ${round}, bracket 1`),
    );
    expect(data).toMatchObject({ leftOut: 3, bestBracket: 0 });
  });

  it("say of another study that there are none", () => {
    expect(brackets(studyOf([trialOf(0, { value: 1 })])).alt).toContain(
      "not judged at common rungs",
    );
  });

  it("keep their height with thousands of trials", () => {
    for (const count of [500, 4000])
      expect(brackets(exampleStudy({ trials: count, running: 2 })).height).toBeLessThan(640);
  });
});

figureContract("brackets", (one) => brackets(one));
