import { describe, expect, test } from "vitest";
import { exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { plots } from "../../../../lib/plots/index.ts";
import { tables } from "../../../../lib/plots/tables/index.ts";

type Draw = (...given: unknown[]) => unknown;

const study = exampleStudy({ trials: 12, running: 0 });
const takers: [string, Draw][] = [
  ...Object.entries(plots as unknown as Record<string, Draw>)
    .filter(([name]) => !["brackets", "timeline"].includes(name))
    .map(([name, draw]): [string, Draw] => [
      `plots.${name}`,
      name === "why"
        ? (options) => draw(study, undefined, options)
        : (options) => draw(study, options),
    ]),
  ...Object.entries(tables as unknown as Record<string, Draw>)
    .filter(([name]) => name !== "space")
    .map(([name, draw]): [string, Draw] => [`tables.${name}`, (options) => draw(study, options)]),
];

describe.each(takers)("%s", (name, draw) => {
  test("refuses an option that it does not have, and says what it takes", () => {
    expect(() => draw({ colour: "red" })).toThrow(`${name} has no option "colour". It takes "`);
  });

  test("refuses options that are no object", () => {
    expect(() => draw("loss")).toThrow(`The options of ${name} are "loss". Give an object: {`);
    expect(() => draw(null)).toThrow(`The options of ${name} are null.`);
  });
});

test("the nearest option is named, and what other libraries call it", () => {
  const draw = plots as unknown as Record<string, Draw>;
  expect(() => draw["history"]!(study, { objectiv: "valLoss" })).toThrow(
    'plots.history has no option "objectiv". Did you mean "objective"? It takes "objective".',
  );
  expect(() => draw["parallel"]!(study, { params: ["width"] })).toThrow(
    'plots.parallel has no option "params". Here it is called parameters.',
  );
  expect(() => draw["history"]!(study, { params: ["width"] })).toThrow(
    'plots.history has no option "params". It takes "objective".',
  );
});

test("a misspelt parameter is refused with the nearest name", () => {
  expect(() => plots.parallel(study, { parameters: ["learningRat", "width"] })).toThrow(
    'Did you mean "learningRate"?',
  );
});
