// Reads a table of real trainings as a landscape: linear between the levels of numbers (of their logarithms
// on logarithmic axes), exact at them, so that its least value stands at one of the levels.
import { readFileSync } from "node:fs";
import { choice, float, int } from "../../../dist/lib/space/parameters.js";

export const load = (name) =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8"));

/** The search space of a table. */
export function spaceOf({ axes }) {
  const entries = axes.map(({ name, kind, log, levels }) => {
    if (kind === "choice") return [name, choice(levels)];
    return [name, (kind === "int" ? int : float)(levels[0], levels.at(-1), { log })];
  });
  return Object.fromEntries(entries);
}

/** The one or two levels around a value, and their shares. */
function cells({ kind, log, levels }, value) {
  if (kind === "choice") return [{ level: levels.indexOf(value), share: 1 }];
  const above = levels.findIndex((level) => level >= value);
  // Rounding may leave a value a hair beyond the last level.
  if (above <= 0) return [{ level: above < 0 ? levels.length - 1 : 0, share: 1 }];
  const place = log ? Math.log : Number;
  const [low, high] = [place(levels[above - 1]), place(levels[above])];
  const share = (place(value) - low) / (high - low);
  return [
    { level: above - 1, share: 1 - share },
    { level: above, share },
  ];
}

/** The rows around a point, and their shares. */
function corners({ axes }, params) {
  let found = [{ row: 0, share: 1 }];
  for (const axis of axes) {
    const next = cells(axis, params[axis.name]);
    found = found.flatMap(({ row, share }) =>
      next.map((cell) => ({
        row: row * axis.levels.length + cell.level,
        share: share * cell.share,
      })),
    );
  }
  return found.filter(({ share }) => share > 0);
}

export const valueOf = (table, params) =>
  corners(table, params).reduce((sum, { row, share }) => sum + share * table.values[row], 0);

/** The losses after each epoch. */
export function curveOf(table, params) {
  const around = corners(table, params);
  return Array.from({ length: table.epochs }, (_, epoch) =>
    around.reduce(
      (sum, { row, share }) => sum + share * table.curves[row * table.epochs + epoch],
      0,
    ),
  );
}

/** The least value of a table and the settings where it stands. */
export function least({ axes, values }) {
  const value = Math.min(...values);
  let row = values.indexOf(value);
  const at = {};
  for (const { name, levels } of axes.toReversed()) {
    at[name] = levels[row % levels.length];
    row = Math.floor(row / levels.length);
  }
  return { value, at };
}
