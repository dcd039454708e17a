import { describe, expect, test } from "vitest";
import { FigureError } from "../../../lib/plots/common/figure-error.ts";
import { genealogy } from "../../../lib/plots/genealogy.ts";
import { genealogyData, parentsOf } from "../../../lib/plots/genealogy/data.ts";
import { curvesOf, edgesOf } from "../../../lib/plots/genealogy/edges.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import type { StudyView } from "../../../lib/study/observer.ts";
import { simulate, type Simulation } from "../../../lib/study/simulate.ts";
import type { Json } from "../../../lib/study/trial-record.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { tuners } from "../../../lib/tuners/index.ts";
import { checkFigure, figureContract, studyFrom } from "../../contracts/figure.ts";

/** Child → its parents; the values are 1, 2, 3… from the last trial on, so that the last is the best. */
function family(
  parents: Readonly<Record<number, readonly number[]>>,
  count: number,
  parts: Partial<StudyView> = {},
): StudyView {
  return studyFrom({ x: float(0, 1), kind: choice(["a", "b"]) }, count, (_, n) => count - n, {
    explain: (trial) => {
      const number = typeof trial === "number" ? trial : trial.number;
      const own = parents[number];
      return own && ({ tuner: "genetic", parents: own, origins: { x: "blend" } } as Json);
    },
    ...parts,
  });
}

figureContract("genealogy", (study) => genealogy(study));
figureContract("genealogy of a family", (study) =>
  genealogy({
    ...study,
    explain: (trial) => {
      const number = typeof trial === "number" ? trial : trial.number;
      return number < 3 ? undefined : { tuner: "genetic", parents: [number - 1, number >> 1] };
    },
  }),
);

describe("genealogyData", () => {
  // 0, 1, 2, 3 are founders; 4 of 0 and 1; 5 of 4 and 2; 6 of 3 and 3; 7 of 5 and 0.
  const study = family({ 4: [0, 1], 5: [4, 2], 6: [3, 3], 7: [5, 0] }, 8);

  test("finds all from whom the best descends, and nobody else", () => {
    const data = genealogyData(study, undefined, undefined);
    expect(data.focus.map(({ number }) => number)).toEqual([7]);
    expect([...data.line].toSorted()).toEqual([0, 1, 2, 4, 5, 7]);
    expect(data.children).toBe(4);
  });

  test("counts generations from the founders on, by the younger parent", () => {
    const data = genealogyData(study, undefined, undefined);
    expect(data.members.map(({ generation }) => generation)).toEqual([0, 0, 0, 0, 1, 2, 1, 3]);
    expect(genealogy(study).alt).toBe(
      "Genealogy of 8 trials, 4 of them with parents: The best, trial 7, descends from 3 of the 4 founders, over 3 generations, with 5 ancestors.",
    );
  });

  test("shows the ancestry of another trial where one is asked for", () => {
    const data = genealogyData(study, 6, undefined);
    expect([...data.line].toSorted()).toEqual([3, 6]);
    expect(genealogy(study, { trial: 6 }).alt).toContain(
      "Trial 6 descends from 1 of the 4 founders, over 1 generation",
    );
    expect(genealogy(study, { trial: 2 }).alt).toContain("Trial 2 has no parents");
    expect(() => genealogy(study, { trial: 12 })).toThrow(FigureError);
    expect(() => genealogy(study, { objective: "size" })).toThrow(/no objective "size"/);
  });

  test("a parent that is not there, or no older than its child, is none", () => {
    const odd = family({ 4: [99, 1], 5: [5, 6], 6: [4, 4] }, 7);
    const data = genealogyData(odd, undefined, undefined);
    expect(data.members.map(({ parents }) => parents)).toEqual([[], [], [], [], [1], [], [4]]);
  });

  test("of several objectives it is the front's ancestry, and each trial's front is known", () => {
    // On a line from (0, 4) to (4, 0) none dominates another; those with 5 more in both lie behind.
    const pair = studyFrom(
      { x: float(0, 1) },
      10,
      (_, n) => {
        const values = { a: (n % 5) + (n < 5 ? 5 : 0), b: 4 - (n % 5) + (n < 5 ? 5 : 0) };
        return { value: values.a, values };
      },
      {
        objectives: { a: "minimize", b: "minimize" },
        explain: (trial) => {
          const number = typeof trial === "number" ? trial : trial.number;
          return number < 5 ? undefined : { tuner: "nsga2", parents: [number - 5, 0] };
        },
      },
    );
    const data = genealogyData(pair, undefined, undefined);
    expect(data.focus.map(({ number }) => number)).toEqual([5, 6, 7, 8, 9]);
    expect(data.members.slice(0, 5).every(({ front }) => front! > 0)).toBe(true);
    expect(data.line.size).toBe(10);
    expect(genealogy(pair).alt).toContain(
      "The 5 trials of the front descend from 5 of the 5 founders",
    );
    checkFigure(genealogy(pair));
  });
});

describe("parentsOf", () => {
  test("reads what each of the tuners tells", () => {
    expect(parentsOf({ parents: [3, 3] })).toEqual([3]);
    expect(parentsOf({ target: 7, towards: 2, difference: [4, 5] })).toEqual([7, 2]);
    const told = { target: { number: 5 }, parents: [{ number: 1 }, { number: null }] };
    expect(parentsOf(told)).toEqual([5, 1]);
    expect(parentsOf({ tuner: "tpe" })).toEqual([]);
    expect(parentsOf(undefined)).toEqual([]);
  });

  const space = compileSpace({ x: float(0, 1), y: float(0, 1) }) as Space;
  const made: Readonly<Record<string, TunerSpec>> = {
    genetic: tuners.genetic({ population: 6 }),
    nsga2: tuners.nsga2({ population: 6 }),
    differentialEvolution: tuners.differentialEvolution({ population: 6 }),
    dehb: tuners.dehb({ maxResource: 9 }),
    "a mix of them": tuners.mix([{ tuner: tuners.genetic({ population: 6 }) }]),
  };
  const curve: Simulation["objective"] = ({ point }) => ({
    curve: Array.from({ length: 9 }, (_, k) => Number(point["x"]) + 1 / (k + 1)),
  });
  test.each(Object.entries(made))("%s has a genealogy", async (_, tuner) => {
    const study = await simulate({ space, tuner, trials: 45, objective: curve });
    const data = genealogyData(study, undefined, undefined);
    expect(data.children).toBeGreaterThan(5);
    checkFigure(genealogy(study));
  });
});

describe("curvesOf", () => {
  test("a line leaves its parent and reaches its child level, with a gap behind", () => {
    const data = genealogyData(family({ 1: [0] }, 2), undefined, undefined);
    const lines = curvesOf(edgesOf(data.members), ({ number }) => ({ x: number, y: 3 * number }));
    expect([lines.x[0], lines.y[0]]).toEqual([0, 0]);
    expect([lines.x.at(-2), lines.y.at(-2)]).toEqual([1, 3]);
    expect([lines.x.at(-1), lines.y.at(-1)]).toEqual([null, null]);
    const steps = lines.y.slice(1, -1).map((y, k) => y! - lines.y[k]!);
    expect(Math.min(...steps)).toBeGreaterThan(0);
    // Level at both ends: the first and the last step are the smallest.
    expect(steps[0]).toBeLessThan(steps[5]!);
    expect(steps.at(-1)).toBeLessThan(steps[5]!);
  });
});

test("without parents it says which tuners make trials of others", () => {
  const figure = genealogy(family({}, 5));
  expect(figure.alt).toContain("No trial of this study has parents");
  expect(figure.alt).toContain("tuners.genetic()");
});

test("very many trials are drawn within bounds", () => {
  const parents = Object.fromEntries(
    Array.from({ length: 4990 }, (_, k) => [k + 10, [k, (k * 7) % (k + 10)]]),
  );
  const figure = genealogy(family(parents, 5000));
  checkFigure(figure);
  expect(JSON.stringify(figure.spec).length).toBeLessThan(3e6);
});
