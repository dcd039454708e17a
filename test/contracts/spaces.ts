import { order, simplex, subset } from "../../lib/space/combinations.ts";
import { boolean, choice, float, int, list, oneOf, ordinal } from "../../lib/space/parameters.ts";
import { logNormal, normal } from "../../lib/space/priors.ts";
import { compileSpace } from "../../lib/space/compile.ts";
import type { Space } from "../../lib/space/space.ts";

/** One space of every kind that a user can write, by what is particular about it. */
export const spaces: Readonly<Record<string, Space>> = {
  float: compileSpace({ x: float(-1, 2) }),
  "log float": compileSpace({ learningRate: float(1e-6, 1e-1, { log: true }) }),
  "stepped float": compileSpace({ dropout: float(0, 0.7, { step: 0.1 }) }),
  int: compileSpace({ layers: int(-2, 5) }),
  "log int": compileSpace({ units: int(1, 1024, { log: true }) }),
  "stepped int": compileSpace({ units: int(32, 256, { step: 32 }) }),
  choice: compileSpace({ activation: choice(["relu", "tanh", "sigmoid"]) }),
  boolean: compileSpace({ bias: boolean() }),
  "single values": compileSpace({ a: int(3, 3), b: choice(["only"]), c: float(0.5, 0.5) }),
  mixed: compileSpace({
    learningRate: float(1e-4, 1e-1, { log: true }),
    momentum: float(0, 0.99),
    layers: int(1, 4),
    batch: choice([16, 32, 64]),
    dropout: float(0, 0.5, { step: 0.25 }),
    bias: boolean(),
  }),
  oneOf: compileSpace({
    optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99), nesterov: boolean() } }),
    rate: float(1e-4, 1, { log: true }),
  }),
  list: compileSpace({ hidden: list(int(4, 64, { log: true }), { min: 1, max: 3 }) }),
  "list that may be empty": compileSpace({ taps: list(choice(["a", "b"]), { min: 0, max: 2 }) }),
  nested: compileSpace({
    layers: list(
      oneOf({
        dense: { units: int(8, 32, { step: 8 }) },
        gate: { kindOfGate: oneOf({ hard: {}, soft: { slope: float(0.1, 10, { log: true }) } }) },
      }),
      { min: 1, max: 2 },
    ),
    top: { bias: boolean() },
  }),
  ordinal: compileSpace({ size: ordinal(["small", "medium", "large"]), x: float(0, 1) }),
  weights: compileSpace({ kind: choice(["a", "b", "c"], { weights: [0.7, 0.2, 0.1] }) }),
  normal: compileSpace({ shift: normal(0, 1), steps: normal(10, 4, { low: 0, step: 2 }) }),
  "log normal": compileSpace({ rate: logNormal(-7, 1), units: logNormal(3, 1, { step: 1 }) }),
  simplex: compileSpace({ mixture: simplex(["web", "books", "code"]) }),
  subset: compileSpace({ tags: subset(["a", "b", "c", "d", "e"], { min: 1, max: 3 }) }),
  order: compileSpace({ steps: order(["scale", "crop", "blur", "flip"]) }),
  constrained: compileSpace(
    { low: float(0, 1), high: float(0, 1), batch: choice([16, 32, 64]), layers: int(1, 8) },
    {
      constraints: {
        "low below high": ({ low, high }) => low < high,
        "fits in memory": ({ batch, layers }) => batch * layers <= 256,
      },
    },
  ),
  narrowed: compileSpace({
    layers: int(1, 4),
    units: int(8, 512, {
      step: 8,
      within: (earlier: { layers: number }) => ({ high: earlier.layers * 64 }),
    }),
    widths: list(
      int(1, 64, {
        log: true,
        within: ({ previous = 64 }: { previous?: number }) => ({ high: previous }),
      }),
      { min: 1, max: 3 },
    ),
  }),
  "big and mixed": compileSpace({
    rate: float(1e-5, 1e-1, { log: true }),
    size: ordinal(["small", "medium", "large"], { belief: { medium: 0.6 } }),
    tags: subset(["flip", "crop", "noise"], { min: 1, max: 2 }),
    steps: order(["scale", "pad", "blur"]),
    mixture: simplex(2),
    optimizer: oneOf({
      adam: { beta: normal(0.9, 0.02, { high: 0.999 }) },
      sgd: { momentum: float(0, 0.99), nesterov: boolean() },
    }),
    hidden: list(int(4, 64, { log: true }), { min: 1, max: 3 }),
  }),
  "fifty floats": compileSpace(
    Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x${index}`, float(-5, 5)])),
  ),
};
