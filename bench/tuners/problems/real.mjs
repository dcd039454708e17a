// Landscapes of real models: validation losses of small models of the handwritten digits, from tables of
// real trainings (tables/make.mjs), between whose levels they are interpolated.
import { curveOf, least, load, spaceOf, valueOf } from "../tables/read.mjs";

function real(name) {
  const table = load(name);
  const { value, at } = least(table);
  return {
    family: "real",
    space: spaceOf(table),
    value: (params) => valueOf(table, params),
    // The loss after each epoch; its last is the value. Only networks have one.
    ...(table.curves ? { curve: (params) => curveOf(table, params) } : {}),
    optimum: value,
    at,
  };
}

export const problems = {
  neighbours: real("neighbours"),
  linear: real("linear"),
  trees: real("trees"),
  kernel: real("kernel"),
  network: real("network"),
};
