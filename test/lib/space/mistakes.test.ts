import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, list, oneOf, Parameter } from "../../../lib/space/parameters.ts";
import { SpaceError } from "../../../lib/space/space-error.ts";

/** The error of a space whose only entry is `lr`. */
function errorOf(entry: unknown): SpaceError {
  try {
    compileSpace({ lr: entry } as never);
  } catch (error) {
    expect(error).toBeInstanceOf(SpaceError);
    return error as SpaceError;
  }
  throw new Error("The space was accepted.");
}

/** What a user's mistake is answered with: which parameter, what was wrong, what to do. */
const mistakes: [what: string, entry: unknown, problem: string, remedy: string][] = [
  ["low above high", float(1, 0), "low 1 is above high 0", "Write float(0, 1)."],
  ["integers, low above high", int(9, 3), "low 9 is above high 3", "Write int(3, 9)."],
  ["log from zero", float(0, 1, { log: true }), "cannot begin at 0", "Give a low above 0"],
  [
    "a misspelt option",
    float(0.1, 1, { lg: true } as never),
    'float has no option "lg"',
    'Did you mean "log"?',
  ],
  [
    "an option of another kind",
    choice(["a", "b"], { log: true } as never),
    'choice has no option "log"',
    'It takes "choices", "default"',
  ],
  ["log of negatives", int(-3, 3, { log: true }), "cannot begin at -3", "Give a low above 0"],
  [
    "an endless range",
    float(0, Infinity),
    "high is Infinity",
    "a tuner cannot search an endless one",
  ],
  ["an overflowing range", float(-1e308, 1e308), "longer than a double can hold", "Narrow"],
  ["NaN", float(NaN, 1), "low is NaN", "Give both ends"],
  ["a missing end", float(1, undefined as never), "high is undefined", "Give both ends"],
  ["bounds in quotes", float("0" as never, 1), 'low is "0"', "Give both ends"],
  ["step zero", float(0, 1, { step: 0 }), "step is 0", "Give a step above 0"],
  ["a negative step", int(0, 9, { step: -1 }), "step is -1", "Give a step above 0"],
  [
    "a step that misses high",
    int(16, 100, { step: 16 }),
    "does not reach high 100",
    "write int(16, 96)",
  ],
  [
    "a step that misses high",
    float(0, 1, { step: 0.3 }),
    "does not reach high 1",
    "write float(0, 0.9)",
  ],
  [
    "log with step",
    float(1, 2, { log: true, step: 0.5 as never }),
    "exclude each other",
    "Keep one",
  ],
  ["a fraction as integer", int(0.5, 3), "low 0.5 is not an integer", "Use float"],
  [
    "a fractional step of integers",
    int(0, 3, { step: 1.5 }),
    "step 1.5 is not an integer",
    "Use float",
  ],
  ["no choices", choice([]), "it has no choices", "Give at least one"],
  ["a choice twice", choice(["a", "b", "a"]), 'the choice "a" stands there twice', "Leave one"],
  ["objects as choices", choice([{}] as never), "cannot be a choice", "give names"],
  ["NaN as a choice", choice([1, NaN]), "NaN cannot be a choice", "finite numbers"],
  ["choices without an array", choice("relu" as never), 'its choices are "relu"', "choice(["],
  [
    "a default out of range",
    float(0, 1, { default: 2 }),
    "2 lies above the high end 1",
    "from 0 to 1",
  ],
  [
    "a default that is no choice",
    choice(["a"], { default: "b" as never }),
    '"b" is not among',
    '"a"',
  ],
  [
    "list lengths exchanged",
    list(int(0, 1), { min: 3, max: 1 }),
    "min 3 is above max 1",
    "Exchange",
  ],
  ["a list without max", list(int(0, 1), {} as never), "max is undefined", "whole numbers"],
  ["an endless list", list(int(0, 1), { max: 1e9 }), "max is 1000000000", "at most 1000"],
  [
    "branches that are values",
    oneOf("a" as never, "b" as never),
    'oneOf was given "a"',
    "One of several values is choice([…]).",
  ],
  ["no branches", oneOf({}), "oneOf has no branches", "Write oneOf("],
  [
    "a branch's default that is none",
    oneOf({ a: {} }, { default: "b" as never }),
    "none of its branches",
    '"a"',
  ],
  ["a plain value", 0.1, "0.1 is not a parameter", "fixed(value)"],
  ["an array", [1, 2], "an array of 2 is not a parameter", "float(0, 1) is a range, choice([…])"],
  [
    "choices that are no array",
    choice("a" as never, "b" as never),
    'its choices are "a", not an array',
    'Write choice(["a", "b"]).',
  ],
  ["null", null, "null is not a parameter", "float, int"],
  [
    "a function that was not called",
    float,
    "a function stands where a parameter belongs",
    "float, int",
  ],
  ["an instance of another class", new Map(), "an object of class Map is not a parameter", "float"],
  [
    "a kind of another version",
    new Parameter({ kind: "cyclic" } as never),
    'unknown kind "cyclic"',
    "float",
  ],
];

describe("a mistake in a space", () => {
  it.each(mistakes)("%s: named, with the remedy", (_what, entry, problem, remedy) => {
    const { message, path } = errorOf(entry);
    expect(path).toMatch(/^lr/);
    expect(message).toContain("lr");
    expect(message).toContain(problem);
    expect(message).toContain(remedy);
  });

  it("names the path of a parameter inside others", () => {
    expect(errorOf({ inner: float(1, 0) }).path).toBe("lr.inner");
    expect(errorOf(oneOf({ sgd: { momentum: float(1, 0) } })).path).toBe("lr.momentum");
    expect(errorOf(list(float(1, 0), { max: 2 })).path).toBe("lr[0]");
    expect(errorOf(list({ units: int(3, 1) }, { max: 2 })).path).toBe("lr[0].units");
  });

  it("refuses a parameter called kind inside oneOf", () => {
    const branches = { sgd: { kind: float(0, 1) } } as never;
    expect(errorOf(oneOf(branches)).message).toContain("cannot be called kind");
  });

  it("refuses a branch that is a parameter", () => {
    expect(errorOf(oneOf({ momentum: float(0, 1) as never })).message).toContain(
      "a branch is a plain object of parameters",
    );
  });

  it.each(["a.b", "a[0]", "", "__proto__", "constructor"])("refuses the name %j", (name) => {
    const definition = Object.fromEntries([[name, float(0, 1)]]);
    expect(() => compileSpace(definition)).toThrow(SpaceError);
  });

  it.each([undefined, 3, [float(0, 1)], float(0, 1)])("refuses %s as a space", (definition) => {
    expect(() => compileSpace(definition as never)).toThrow(/The search space: it is/);
  });

  it("refuses lists of lists that multiply beyond reason", () => {
    const deep = list(list(list(float(0, 1), { max: 100 }), { max: 100 }), { max: 100 });
    expect(errorOf(deep).message).toContain("more than 10000 dimensions");
  });
});
