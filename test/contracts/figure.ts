/**
 * What every figure of a study promises, on studies that are as odd as they can be: it is drawn, or says
 * in a sentence why there is nothing to draw; it never throws, and never runs what a user wrote.
 *
 *     figureContract("history", (study) => history(study));
 */
import { describe, expect, it } from "vitest";
import { choice, float, int, list, oneOf } from "../../lib/space/parameters.ts";
import { compileSpace } from "../../lib/space/compile.ts";
import type { SpaceDefinition } from "../../lib/space/infer.ts";
import type { Space } from "../../lib/space/space.ts";
import type { Direction, StudyView } from "../../lib/study/observer.ts";
import type { Point, TrialRecord } from "../../lib/study/trial-record.ts";
import { drawPoint } from "../../lib/space/draw.ts";
import { randomStream } from "../../lib/math/random.ts";
import { exampleStudy } from "../../lib/plots/common/example-study.ts";
import { Figure } from "../../lib/plots/common/figure.ts";
import { themes } from "../../lib/plots/common/theme.ts";

const EVIL = `<img src=x onerror=alert(1)><script>alert(2)</script>$\\frac{1}{2}$ token:best`;
const LONG = "a very long name of a category ".repeat(10);

/** A study of `count` random points of a space, with what each trial came to. */
export function studyFrom(
  definition: SpaceDefinition,
  count: number,
  outcome: (point: Point, number: number) => Partial<TrialRecord> | number,
  parts: Partial<StudyView> = {},
): StudyView {
  const space = compileSpace(definition) as Space;
  const objectives = parts.objectives ?? { loss: "minimize" as Direction };
  const [first = "loss"] = Object.keys(objectives);
  const trials = Array.from({ length: count }, (_, number): TrialRecord => {
    const point = drawPoint(space, randomStream(7, number));
    const came = outcome(point, number);
    const own: Partial<TrialRecord> =
      typeof came === "number" ? { value: came, values: { [first]: came } } : came;
    return {
      number,
      state: "complete",
      params: space.decode(point),
      point,
      values: undefined,
      value: undefined,
      reports: [],
      notes: {},
      by: "random",
      seed: number,
      startedAt: 1000 * number,
      endedAt: own.state === "running" || own.state === "waiting" ? undefined : 1000 * number + 900,
      ...own,
    };
  });
  const sign = objectives[first] === "maximize" ? -1 : 1;
  const best = trials
    .filter(({ state, value }) => state === "complete" && Number.isFinite(value))
    .toSorted((one, other) => sign * (one.value! - other.value!))[0];
  return {
    name: "odd",
    space,
    objectives,
    tunerName: "random",
    prunerName: "none",
    seed: 7,
    trials,
    best: Object.keys(objectives).length === 1 ? best : undefined,
    ...parts,
  };
}

const plain = {
  x: float(0, 1),
  rate: float(1e-5, 1, { log: true }),
  kind: choice(["a", "b", "c"]),
};
const sphere = (point: Point) => (Number(point["x"]) - 0.3) ** 2 + 0.01;
const failed = { state: "failed", error: { name: "Error", message: EVIL } } as const;

/** Name → a study that a figure must survive. */
export const oddStudies: Readonly<Record<string, () => StudyView>> = {
  "without trials": () => studyFrom(plain, 0, sphere),
  "of one trial": () => studyFrom(plain, 1, sphere),
  "of two trials": () => studyFrom(plain, 2, sphere),
  "in which all failed": () => studyFrom(plain, 4, () => failed),
  "of which one still runs": () => studyFrom(plain, 1, () => ({ state: "running" })),
  "in which all wait": () => studyFrom(plain, 3, () => ({ state: "waiting" })),
  "without parameters": () => studyFrom({}, 5, (_, number) => number),
  "of one parameter": () => studyFrom({ x: float(0, 1) }, 20, sphere),
  "of one choice": () => studyFrom({ kind: choice(["a", "b"]) }, 12, (_, number) => number % 3),
  "of 60 parameters": () =>
    studyFrom(
      Object.fromEntries(Array.from({ length: 60 }, (_, k) => [`p${k}`, float(0, 1)])),
      80,
      (point) => Number(point["p3"]) + 0.1 * Number(point["p7"]),
    ),
  "with infinite values": () =>
    studyFrom(plain, 20, (point, number) =>
      number % 4 === 1 ? Infinity : number % 4 === 2 ? -Infinity : sphere(point),
    ),
  "whose values are all alike": () => studyFrom(plain, 15, () => 0.5),
  "whose values are zero and negative": () => studyFrom(plain, 15, (point) => sphere(point) - 0.05),
  "whose values span 300 powers of ten": () =>
    studyFrom(plain, 20, (_, number) => 10 ** (15 * number - 150)),
  "with reports that are no numbers": () =>
    studyFrom(plain, 6, (point, number) => ({
      state: number % 2 === 0 ? "complete" : "failed",
      value: sphere(point),
      values: { loss: sphere(point) },
      reports: [
        { step: 1, value: NaN, at: 1 },
        { step: 2, value: Infinity, at: 2 },
        { step: 3, value: 1, at: 3 },
      ],
    })),
  "with names of 300 characters": () =>
    studyFrom(
      { [LONG]: float(0, 1), kind: choice([LONG, `${LONG}!`, "c"]) },
      20,
      (_, number) => number % 7,
      { name: LONG, objectives: { [LONG]: "maximize" } },
    ),
  "with HTML in its names, choices and notes": () =>
    studyFrom(
      { [EVIL]: float(0, 1), kind: choice([EVIL, "b"]) },
      20,
      (_, number) => ({
        ...(number % 5 === 4 ? failed : { value: number, values: { [EVIL]: number } }),
        notes: { step: EVIL, remark: EVIL },
        reports: [
          { step: 1, value: number + 1, at: 1 },
          { step: 2, value: number, at: 2 },
        ],
        constraints: { [EVIL]: number - 10 },
      }),
      { name: EVIL, objectives: { [EVIL]: "minimize" }, tunerName: EVIL, prunerName: EVIL },
    ),
  "with conditions and lists": () =>
    studyFrom(
      {
        hidden: list(int(16, 256, { log: true }), { min: 1, max: 3 }),
        optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
      },
      25,
      (point) => 1 / Number(point["hidden[0]"]),
    ),
  "of trials from another space": () => {
    const study = studyFrom(plain, 12, sphere);
    return {
      ...study,
      trials: study.trials.map((trial) => ({
        ...trial,
        point: { x: "text", another: 3, kind: "z" },
      })),
    };
  },
  "with broken constraints": () =>
    studyFrom(plain, 15, (point, number) => ({
      value: sphere(point),
      values: { loss: sphere(point) },
      constraints: { memory: number % 3 === 0 ? -1 : 2 },
    })),
  "in which no trial keeps its constraints": () =>
    studyFrom(plain, 8, (point) => ({
      value: sphere(point),
      values: { loss: sphere(point) },
      constraints: { memory: 2 },
    })),
  "in every state": () =>
    studyFrom(plain, 21, (point, number) => {
      const states = [
        "complete",
        "pruned",
        "failed",
        "running",
        "paused",
        "interrupted",
        "waiting",
      ];
      const state = states[number % 7] as TrialRecord["state"];
      const reports = [1, 2, 3].map((step) => ({
        step,
        value: sphere(point) + 1 / step,
        at: step,
      }));
      return {
        state,
        reports: state === "waiting" ? [] : reports,
        ...(state === "failed" ? failed : {}),
        ...(state === "complete" ? { value: sphere(point), values: { loss: sphere(point) } } : {}),
        ...(state === "pruned" || state === "paused" ? { value: reports[2]!.value } : {}),
      };
    }),
  "of several objectives": () =>
    studyFrom(
      plain,
      25,
      (point) => ({
        value: sphere(point),
        values: { loss: sphere(point), size: 1 - Number(point["x"]), speed: Number(point["rate"]) },
      }),
      { objectives: { loss: "minimize", size: "minimize", speed: "maximize" } },
    ),
  "of a network under halving": () => exampleStudy({ trials: 60, running: 2 }),
  "of an accuracy": () => exampleStudy({ trials: 40, running: 1, direction: "maximize" }),
};

/** Tags that Plotly draws and we write; anything else in a text came from a user unescaped. */
const OURS = /<\/?(?:b|i|br|span|sup|sub|extra)(?: style="[^"<>]*")?\s*\/?>/g;

/** Every string of a spec that Plotly may read as HTML, with the place where it stands. */
function* texts(value: unknown, place = ""): Generator<[string, string]> {
  if (typeof value === "string") yield [place, value];
  else if (Array.isArray(value))
    for (const [k, one] of value.entries()) yield* texts(one, `${place}[${k}]`);
  else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value))
      yield* texts(one, place === "" ? key : `${place}.${key}`);
}

/** Runs the contract for one figure; `draw` may also throw a FigureError where a study cannot have it. */
export function figureContract(
  name: string,
  draw: (study: StudyView) => Figure | Promise<Figure>,
): void {
  describe(`${name}, as every figure`, () => {
    for (const [kind, make] of Object.entries(oddStudies)) {
      it(`draws or explains a study ${kind}`, async () => {
        const study = make();
        const before = JSON.stringify(study.trials);
        const figure = await draw(study);
        expect(figure).toBeInstanceOf(Figure);
        checkFigure(figure);
        expect(JSON.stringify(study.trials)).toBe(before);
      });
    }
  });
}

/** The rules that any figure keeps. */
export function checkFigure(figure: Figure): void {
  expect(figure.alt.trim()).not.toBe("");
  expect(figure.alt.length).toBeLessThan(600);
  expect(figure.height).toBeGreaterThanOrEqual(120);
  expect(figure.height).toBeLessThanOrEqual(1600);
  // A figure crosses to the front end as JSON: nothing that JSON cannot hold may stand in it.
  const text = JSON.stringify(figure.spec);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))));
  for (const [place, one] of texts(figure.spec)) {
    const rest = one.replace(OURS, "");
    expect(rest, `${place} holds a tag`).not.toMatch(/<[a-z!/]/i);
    expect(one, `${place} holds a formula`).not.toMatch(/\$[^$]*\$/);
    // Every colour is a token of both themes, and every token is known.
    for (const [, token = ""] of one.matchAll(/token:([A-Za-z0-9]+)/g)) {
      expect(Object.keys(themes.light), `${place} names the colour ${token}`).toContain(token);
    }
    expect(one, `${place} holds a colour of its own`).not.toMatch(/#[0-9a-f]{6}\b/i);
  }
  for (const theme of ["light", "dark"] as const) {
    expect(JSON.stringify(figure.resolve(theme))).not.toContain('"token:');
  }
  // Plotly takes numbers that are none for gaps only where they are null.
  for (const [index, trace] of figure.spec.data.entries()) {
    for (const axis of ["x", "y", "z"]) {
      const values = trace[axis];
      if (!Array.isArray(values)) continue;
      const wrong = values.flat().filter((one) => typeof one === "number" && !Number.isFinite(one));
      expect(wrong, `trace ${index} has numbers in ${axis} that are none`).toEqual([]);
    }
  }
}
