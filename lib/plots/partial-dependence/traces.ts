/** The marks of one panel of an effect. */
import { lineTrace, pointTrace } from "../common/layout.ts";
import { starMarker } from "../common/map-marks.ts";
import { formatMeasure } from "../common/numbers.ts";
import { token } from "../common/theme.ts";
import { formatSetting } from "../common/trial-words.ts";
import { escapeText } from "../common/words.ts";
import type { DependenceData, Effect, EffectPoint } from "./data.ts";

/** How opaque the bands are. */
const BANDS = { half: 0.22, most: 0.13 };

/** Bands, mean, the settings that were tried as a rug at the bottom, and the best trial's. */
export function effectTraces(
  data: DependenceData,
  effect: Effect,
  axes: { readonly xaxis: string; readonly yaxis: string },
  floor: number,
): Record<string, unknown>[] {
  const { points, axis, star, tried } = effect;
  const rug = pointTrace(
    thin(tried),
    thin(tried).map(() => floor),
    thin(tried).map(() => ""),
    { symbol: "line-ns", size: 6, line: { color: token("done"), width: 1 }, opacity: 0.55 },
    { ...axes, hoverinfo: "skip" },
  );
  const best = pointTrace(
    // Beside the interval of a choice, on the curve of a number.
    star ? [star.x + (axis.isCategorical ? 0.2 : 0)] : [],
    star ? [star.y] : [],
    star ? [`<b>trial ${data.best?.number}</b> · the best`] : [],
    starMarker(14),
    { ...axes, cliponaxis: false },
  );
  const hover = points.map((point) => hoverOf(data, effect, point));
  const isBands = !axis.isCategorical;
  const drawn = isBands
    ? [
        band(points, "most", axes),
        band(points, "half", axes),
        lineTrace(
          points.map(({ at }) => at),
          points.map(({ value }) => value),
          { color: token("belief"), width: 2.5, simplify: false },
          { ...axes, hoverinfo: "text", hovertext: hover },
        ),
      ]
    : [
        ...(["most", "half"] as const).map((which) => whiskers(points, which, axes)),
        pointTrace(
          points.map(({ at }) => at),
          points.map(({ value }) => value),
          hover,
          { size: 9, color: token("belief"), line: { color: token("paper"), width: 1.2 } },
          axes,
        ),
      ];
  return [...drawn, rug, best];
}

/** Of very many settings as many as a panel has pixels. */
function thin(tried: readonly number[]): readonly number[] {
  const every = Math.ceil(tried.length / 300);
  return tried.filter((_, k) => k % every === 0);
}

function band(
  points: readonly EffectPoint[],
  which: "half" | "most",
  axes: Record<string, string>,
) {
  const back = points.toReversed();
  return lineTrace(
    [...points, ...back].map(({ at }) => at),
    [...points.map((point) => point[which][0]), ...back.map((point) => point[which][1])],
    { width: 0 },
    { ...axes, fill: "toself", fillcolor: token("belief"), opacity: BANDS[which] },
  );
}

/** The intervals of choices: one line, broken between them. */
function whiskers(
  points: readonly EffectPoint[],
  which: "half" | "most",
  axes: Record<string, string>,
) {
  return lineTrace(
    points.flatMap(({ at }) => [at, at, null]),
    points.flatMap((point) => [...point[which], null]),
    { color: token("belief"), width: which === "half" ? 9 : 4 },
    { ...axes, opacity: which === "half" ? 0.4 : 0.3, connectgaps: false },
  );
}

function hoverOf(data: DependenceData, { axis }: Effect, { at, value, most }: EffectPoint): string {
  const setting = axis.isCategorical ? axis.choices[at] : at;
  return `<b>${escapeText(axis.name)} ${escapeText(formatSetting(setting))}</b><br>${escapeText(data.objective.measure)} ${formatMeasure(value)} on average<br>95% ${formatMeasure(most[0])} to ${formatMeasure(most[1])}`;
}
