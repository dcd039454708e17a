import { boolean, choice, float, int, list, oneOf } from "../../lib/space/parameters.ts";
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
};
