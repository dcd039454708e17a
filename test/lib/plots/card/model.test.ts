import { describe, expect, it } from "vitest";
import { cardAlt, cardModel } from "../../../../lib/plots/card/model.ts";
import { expectationOf, plainWords } from "../../../../lib/plots/card/expectation.ts";
import type { StudyView } from "../../../../lib/study/observer.ts";
import { cardText } from "../../../../lib/plots/card/text.ts";
import { exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { parameterCode } from "../../../../lib/plots/card/parameter-code.ts";
import { subset } from "../../../../lib/space/combinations.ts";
import { compileSpace } from "../../../../lib/space/compile.ts";
import { choice, float, int, list, oneOf } from "../../../../lib/space/parameters.ts";
import type { Space } from "../../../../lib/space/space.ts";
import { oddStudies, studyFrom } from "../../../contracts/figure.ts";
import { strings, studyOf, trialOf } from "../fixtures.ts";

const plain = { x: float(0, 1), rate: float(1e-3, 1, { log: true }) };

describe("the card of a study", () => {
  for (const [kind, make] of Object.entries(oddStudies)) {
    it(`is made of a study ${kind}`, () => {
      const study = make();
      const before = JSON.stringify(study.trials);
      const card = cardModel(study);
      expect(JSON.stringify(study.trials)).toBe(before);
      // It crosses to the front end as JSON.
      expect(JSON.parse(JSON.stringify(card))).toEqual(card);
      expect(cardAlt(card).length).toBeLessThan(600);
      expect(cardText(study, card)).toContain(card.next.code);
      expect(card.advice.length).toBeGreaterThan(0);
      const { figures: _, paramsCode, ...said } = card;
      for (const text of strings(said)) expect(text.length).toBeLessThan(400);
      expect(paramsCode === "").toBe(card.params.length === 0 && paramsCode === "");
    });
  }

  it("says who searched, for how long, and what came of it", () => {
    const card = cardModel(exampleStudy({ trials: 60, running: 0 }));
    expect(card.facts).toEqual([
      "60 trials in 2 min 42 s",
      "23 complete, 34 stopped early, 3 failed",
      "bayesian, asha",
      "seed 17",
    ]);
    expect(card.best).toMatchObject({ label: "Best validation loss", text: "0.0589" });
    expect(card.ribbon.filter(({ best }) => best)).toHaveLength(1);
    expect(card.figures.map(({ id, wide }) => [id, wide])).toEqual([
      ["history", true],
      ["curves", false],
    ]);
  });

  it("expects of the best what a further training will come to, on an axis that holds it", () => {
    const { again, expectation } = cardModel(exampleStudy({ trials: 60, running: 0 }));
    expect(expectation.map(({ text }) => text).join("")).toMatch(
      /^Expect 0\.0\d\d, between 0\.0\d\d and 0\.0\d\d, when trained again: the best of 23 was /,
    );
    expect(again!.from).toBeLessThan(again!.expected);
    expect(again!.expected).toBeLessThan(again!.to);
    for (const place of [again!.run, again!.from, again!.to, ...again!.ticks.map(({ at }) => at)]) {
      expect(place).toBeGreaterThan(0);
      expect(place).toBeLessThan(1);
    }
    expect(again!.ticks.length).toBeGreaterThanOrEqual(2);
  });

  it("expects no loss below zero of losses that never were", () => {
    const noisy = (_: unknown, number: number) => 0.02 + ((7 * number) % 10) ** 2 / 50;
    const study = studyFrom(plain, 12, noisy);
    const said = (of: StudyView) => plainWords(expectationOf(of).words);
    expect(said(study)).toMatch(/between 0(\.0+)? and/);
    const shifted = studyFrom(plain, 12, (point, number) => noisy(point, number) - 0.03);
    expect(said(shifted)).toMatch(/between −/);
  });

  it("gives the reason where that is not known", () => {
    const { again, expectation } = cardModel(studyFrom(plain, 3, ({ x }) => Number(x)));
    expect(again).toBeNull();
    expect(expectation.map(({ text }) => text).join("")).toContain(
      "3 trials are complete; 6 are needed.",
    );
  });

  it("counts the time in which something ran, once", () => {
    const at = (startedAt: number, endedAt: number, number: number) =>
      trialOf(number, { value: 1, startedAt, endedAt });
    const hour = 3_600_000;
    // Two side by side for 10 s, then one of 5 s on the next day.
    const study = studyOf([
      at(0, 10_000, 0),
      at(2000, 9000, 1),
      at(24 * hour, 24 * hour + 5000, 2),
    ]);
    expect(cardModel(study).facts[0]).toBe("3 trials in 15 s");
  });

  it("copies the best's parameters as TypeScript that gives them back", () => {
    const params = {
      rate: 0.012345678901234567,
      optimizer: { kind: "sgd", momentum: 0.9 },
      hidden: [64, 32],
      'a "name" \n of its own': true,
      "1st": null,
    };
    const study = studyOf([trialOf(0, { value: 1, params, point: { rate: 0.0123 } })], {
      name: "evil\n*/ throw 1 //",
    });
    const { paramsCode } = cardModel(study);
    // oxlint-disable-next-line no-implied-eval, no-new-func -- that it is code is what is tested
    expect(new Function(`${paramsCode}; return params;`)()).toEqual(params);
  });
});

describe("what decides", () => {
  it("is told with its intervals, and what is clear of it in words", () => {
    const card = cardModel(
      studyFrom(
        { x: float(0, 1), rate: float(1e-3, 1, { log: true }), idle: float(0, 1) },
        60,
        ({ x }) => (Number(x) - 0.5) ** 2,
      ),
    );
    const [first] = card.importances!.rows;
    expect(first).toMatchObject({ name: "x", strong: true });
    expect(first!.interval![0]).toBeLessThanOrEqual(first!.share);
    expect(first!.interval![1]).toBeGreaterThanOrEqual(first!.share);
    const clear = card.advice.find(({ words }) => words[0]!.text === "x");
    expect(clear!.words[1]!.text).toMatch(/^: best (from|near) /);
    // What makes no difference is a remark of the linter's, with what to write instead.
    expect(card.advice[0]).toMatchObject({
      words: [{ text: "rate" }, { text: expect.stringContaining("no difference") }],
      copy: { text: expect.stringMatching(/^rate: fixed\(0\.\d+\)$/) },
    });
  });

  it("is not told of five trials", () => {
    expect(cardModel(studyFrom(plain, 5, ({ x }) => Number(x))).importances).toBeNull();
  });
});

describe("the next step", () => {
  const nextOf = (study: Parameters<typeof cardModel>[0]) => cardModel(study).next;
  const sphere = ({ x }: Record<string, unknown>) => (Number(x) - 0.5) ** 2;

  it("is to begin, where nothing is", () => {
    expect(nextOf(studyFrom(plain, 0, sphere)).code).toContain("study.optimize(objective");
  });

  it("is the first error, where all failed", () => {
    const study = studyFrom(plain, 4, () => ({
      state: "failed",
      error: { name: "Error", message: "no memory" },
    }));
    expect(nextOf(study).code).toBe("study.trials[0].error");
    expect(cardModel(study).advice[0]).toMatchObject({
      words: [{ text: "Trials 0, 1, 2 and 3", tone: "strong" }, { text: " failed: no memory." }],
      details: expect.arrayContaining(["trial 3 · Error: no memory"]),
    });
  });

  it("is to search on after few trials, with the time that takes", () => {
    // 0.9 s a trial: 18 s for 20.
    expect(nextOf(studyFrom(plain, 8, sphere))).toMatchObject({
      title: "Next: search on, about 18 s",
      code: "await study.optimize(objective, { more: 20 })",
    });
  });

  it("is to make sure after enough of them, with the time that takes", () => {
    // 15 trainings of 0.9 s.
    expect(nextOf(studyFrom(plain, 40, sphere))).toMatchObject({
      title: "Next: make sure, about 14 s",
      code: "await study.confirm({ top: 3, seeds: 5 })",
    });
  });

  it("is a wider range where the best stand at a bound; the same stands among the advice", () => {
    const study = studyFrom({ x: float(0, 1), layers: int(1, 3) }, 60, ({ x }) => 2 - Number(x));
    const card = cardModel(study);
    expect(card.next.title).toBe("Next: search wider in x");
    expect(card.next.code).toBe("x: float(0, 1.5)");
    expect(card.advice[0]).toMatchObject({
      words: [{ text: "x", tone: "strong" }, { text: expect.stringContaining("upper end") }],
      copy: { label: "to 1.5", text: "x: float(0, 1.5)" },
    });
  });

  it("writes items of a list, and nothing that cannot be written alone", () => {
    const space = compileSpace({
      hidden: list(int(16, 256, { log: true }), { min: 1, max: 2 }),
      some: subset(["a", "b"]),
      optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9, { step: 0.1 }) } }),
    }) as Space;
    const code = (path: string, patch?: Parameters<typeof parameterCode>[2]) =>
      parameterCode(space, path, patch);
    expect(code("hidden[1]", [{ path: "hidden[1]", option: "high", value: 512 }])).toBe(
      "int(16, 512, { log: true })",
    );
    expect(
      code("optimizer.momentum", [
        { path: "optimizer.momentum", option: "fixed", value: 0.30000000000000004 },
      ]),
    ).toBe("momentum: fixed(0.3)");
    expect(code("optimizer.momentum")).toBe("momentum: float(0, 0.9, { step: 0.1 })");
    for (const path of ["hidden.length", "some[a]", "optimizer.kind", "nothing"]) {
      expect(code(path)).toBeUndefined();
    }
  });

  it("is what runs, while something runs", () => {
    expect(cardModel(exampleStudy({ trials: 40, running: 3 }))).toMatchObject({
      status: "running",
      next: { title: "3 trials still running" },
    });
  });

  it("leaves out a choice that is never better, as code", () => {
    const study = studyFrom(
      { activation: choice(["sigmoid", "tanh", "relu"]), x: float(0, 1) },
      90,
      ({ activation, x }, number) =>
        (activation === "sigmoid" ? 3 : 0) + Number(x) + 0.01 * ((number * 7) % 5),
    );
    expect(cardModel(study).advice).toContainEqual({
      words: [
        { text: "sigmoid", tone: "strong" },
        { text: " never came among the best quarter; without it a third less to search." },
      ],
      copy: expect.objectContaining({
        label: "drop",
        text: 'activation: choice(["tanh", "relu"])',
      }),
      details: [],
    });
  });

  it("is to report, where a pruner that was chosen has nothing to judge by", () => {
    const advice = (count: number, parts: Partial<StudyView> = {}, reports = 0) => {
      const trials = Array.from({ length: count }, (_, number) =>
        trialOf(number, {
          value: number,
          reports: reports > number ? [{ step: 1, value: 1, at: 0 }] : [],
        }),
      );
      return JSON.stringify(cardModel(studyOf(trials, { prunerName: "asha", ...parts })).advice);
    };
    expect(advice(3)).toContain(
      '"text":"asha","tone":"strong"},{"text":" can stop no trial early: none reports on its way. Call await trial.report(value, step)."',
    );
    for (const other of [advice(2), advice(3, { prunerName: "median" }), advice(3, {}, 1)])
      expect(other).not.toContain("report");
  });
});

describe("with several objectives", () => {
  const study = studyFrom(
    { x: float(0, 1) },
    30,
    ({ x }) => ({
      value: Number(x) + 0.01,
      values: { loss: Number(x) + 0.01, speed: Number(x) ** 2 },
    }),
    { objectives: { loss: "minimize", speed: "maximize" } },
  );

  it("the card is about the front: the best of each, and the knee, whose parameters it shows", () => {
    const card = cardModel(study);
    const losses = study.trials.map(({ values }) => values!["loss"]!);
    const least = losses.indexOf(Math.min(...losses));
    const most = losses.indexOf(Math.max(...losses));
    expect(card.best).toMatchObject({ label: "On the Pareto front", text: "30 of 30" });
    expect(card.front!.columns).toEqual(["loss", "speed"]);
    expect(card.front!.rows.map(({ name, trial }) => [name, trial]).slice(0, 2)).toEqual([
      ["best loss", least],
      ["best speed", most],
    ]);
    const knee = card.front!.rows[2]!;
    expect(card.paramsTitle).toBe(`At the knee, trial ${knee.trial}`);
    expect(card.paramsCode).toContain(String(study.trials[knee.trial]!.point["x"]));
    expect(card.figures.map(({ id }) => id)).toEqual(["front", "volume"]);
  });
});
