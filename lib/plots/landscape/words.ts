/** What a landscape says: title, key, alt text, and the map in a terminal. */
import { mapText } from "../common/area-map.ts";
import { counted, formatMeasure, formatPercent } from "../common/numbers.ts";
import { tint } from "../common/theme.ts";
import { capital, cut, escapeText } from "../common/words.ts";
import { position } from "../common/axis.ts";
import type { LandscapeData } from "./data.ts";

/** What was found: how near the best trial comes to the best there is. Plain text. */
export function landscapeTitle(data: LandscapeData): string {
  const { best, optimum, objective } = data;
  const trials = counted(data.trials.length, "trial");
  const name = cut(objective.measure, 40);
  if (optimum === undefined) return `${capital(name)}: the landscape has no values`;
  const possible = `the best there is, ${formatMeasure(optimum.value)}`;
  if (best?.value === undefined) {
    return data.trials.length === 0
      ? `${capital(name)}: ${possible}`
      : `${trials}, none complete yet; ${possible}`;
  }
  const behind = objective.sign * (best.value - optimum.value);
  const does = data.trials.length === 1 ? "comes" : "come";
  if (behind <= 0) {
    return `${trials} ${data.trials.length === 1 ? "finds" : "find"} ${formatMeasure(best.value)}: as good as the best of ${counted(data.settings, "known setting")}`;
  }
  if (data.deciding.scale === "log" && behind < optimum.value)
    return `${trials} ${does} within ${formatPercent(behind / optimum.value)} of ${possible}`;
  return `${trials} ${does} to ${formatMeasure(best.value)}; ${possible}`;
}

/** The key; escaped. */
export function landscapeKey(data: LandscapeData): string {
  const parts: string[] = [];
  const has = (state: string) => data.trials.some(({ trial }) => trial.state === state);
  if (data.trials.length > 1) parts.push(`${tint("done", "●")} trials, smaller the earlier`);
  if (data.best) parts.push(tint("best", "<b>━ improvements</b> &nbsp;&nbsp;<b>★ best</b>"));
  if (data.optimum) parts.push(`${tint("ink", "<b>+</b>")} best there is`);
  if (data.proposal || has("running"))
    parts.push(`${tint("running", "<b>◉</b>")} ${data.proposal ? "next" : "running"}`);
  if (has("pruned") || has("paused")) parts.push(`${tint("pruned", "<b>○</b>")} stopped early`);
  if (has("failed")) parts.push(`${tint("failed", "<b>×</b>")} failed`);
  if (data.absent > 0)
    parts.push(
      `${data.absent} without ${escapeText(data.axes.map(({ name }) => cut(name, 16)).join(" or "))}`,
    );
  return parts.join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function landscapeAlt(data: LandscapeData): string {
  const [x, y] = data.axes.map(({ name }) => cut(name, 40));
  return `Landscape of ${cut(data.objective.measure, 60)} over ${x} and ${y}: ${landscapeTitle(data)}.`;
}

/** What a terminal shows: the map in characters, the best and where the best there is lies. */
export function landscapeText(data: LandscapeData): string {
  const [across, up] = data.axes;
  const { x, y, quality } = data.grid;
  const nearest = (list: readonly number[], at: number, scale: "log" | "linear"): number => {
    let found = 0;
    list.forEach((place, k) => {
      const far = (one: number) => Math.abs(position(scale, one) - position(scale, at));
      if (far(place) < far(list[found]!)) found = k;
    });
    return found;
  };
  const at = (axis: typeof across, unit: number) =>
    axis.isCategorical
      ? Math.floor(unit * axis.choices.length)
      : (axis.valueAtUnit(unit) as number);
  const place = (mark: { x: number; y: number }, sign: string) => {
    const value = (axis: typeof across, coordinate: number) =>
      axis.isCategorical ? axis.choices[coordinate] : coordinate;
    const [column, row] = [across.unit(value(across, mark.x)), up.unit(value(up, mark.y))];
    return column === undefined || row === undefined ? [] : [{ across: column, up: row, sign }];
  };
  const marks = [
    ...data.trials.flatMap((trial) => place(trial, "·")),
    ...(data.optimum ? place(data.optimum, "+") : []),
    ...(data.best ? place(data.best, "★") : []),
  ];
  const map = mapText(
    (column, row) =>
      quality[nearest(y, at(up, row), up.scale)]?.[nearest(x, at(across, column), across.scale)] ??
      null,
    marks,
  );
  return [
    landscapeTitle(data),
    `${cut(up.name, 40)} ↑  darker is better  · trial  ★ best  + best there is`,
    ...map,
    `  ${cut(across.name, 40)} →`,
  ].join("\n");
}
