/** The marks of one plane of a front. */
import { lineTrace, markers, pointTrace } from "../common/layout.ts";
import { starMarker } from "../common/map-marks.ts";
import type { ValuedPoint } from "../common/objective-space.ts";
import { qualityRanks, qualityToken } from "../common/quality.ts";
import { seriesStyle } from "../common/series.ts";
import { token, type TokenName } from "../common/theme.ts";
import { thinned } from "../common/thinning.ts";
import { position } from "../common/axis.ts";
import { frontLine, type FrontSeries, type ObjectiveAxis, type ParetoData } from "./data.ts";
import { paretoHover } from "./words.ts";

/** Where a plane lies, and which two of the objectives it shows. */
export interface PanelPlace {
  readonly across: number;
  readonly up: number;
  readonly xaxis: string;
  readonly yaxis: string;
  readonly isSmall: boolean;
}

/** What breaks a constraint. */
function infeasibleMarker(size: number): Record<string, unknown> {
  return {
    symbol: "diamond-open",
    size,
    color: token("pruned"),
    line: { color: token("pruned"), width: 1.4 },
  };
}

/** Beaten and infeasible trials below, then the fronts, the first study on top. */
export function panelTraces(
  data: ParetoData,
  place: PanelPlace,
  colours: readonly TokenName[],
): Record<string, unknown>[] {
  const back = data.series.toReversed();
  const style = (series: FrontSeries) => {
    const k = data.series.indexOf(series);
    return { colour: colours[k]!, dash: data.series.length === 1 ? "solid" : seriesStyle(k).dash };
  };
  const size = place.isSmall ? 6 : 7;
  return [
    ...back.flatMap((one) => [
      points(data, place, one, one.infeasible, "breaks a constraint", infeasibleMarker(size)),
      points(
        data,
        place,
        one,
        one.dominated,
        "beaten",
        beatenMarker(data, one, size - 0.5, style(one).colour),
      ),
    ]),
    ...back.flatMap((one) => [
      ...lineOf(data, place, one, style(one)),
      points(
        data,
        place,
        one,
        one.front.filter((point) => point !== one.compromise),
        "beaten by none",
        frontMarker(data, place, one, size + 2, style(one).colour),
      ),
    ]),
    ...back.flatMap((one) =>
      one.compromise === undefined
        ? []
        : [
            points(data, place, one, [one.compromise], "best compromise", {
              ...starMarker(place.isSmall ? 14 : 18),
              color: token(style(one).colour),
            }),
          ],
    ),
  ];
}

function beatenMarker(data: ParetoData, _one: FrontSeries, size: number, colour: TokenName) {
  const isSingle = data.series.length === 1;
  return {
    ...markers.complete(size),
    color: token(isSingle ? "done" : colour),
    opacity: isSingle ? 0.38 : 0.3,
  };
}

/** With three objectives the third one is told by the colour, worse to better. */
function frontMarker(
  data: ParetoData,
  { across, up }: PanelPlace,
  one: FrontSeries,
  size: number,
  colour: TokenName,
) {
  const others = data.axes.flatMap((_, k) => (k === across || k === up ? [] : [k]));
  if (data.series.length > 1 || others.length !== 1)
    return { ...markers.best(size), color: token(colour) };
  const [k] = others as [number];
  const ranks = qualityRanks(one.front.map(({ values }) => data.axes[k]!.sign * values[k]!));
  const kept = ranks.filter((_, place) => one.front[place] !== one.compromise);
  return {
    ...markers.best(size),
    color: kept.map((rank) => token(qualityToken(0.2 + 0.8 * rank))),
    line: { color: token("best"), width: 1.4 },
  };
}

function lineOf(
  data: ParetoData,
  { across, up, xaxis, yaxis }: PanelPlace,
  one: FrontSeries,
  { colour, dash }: { colour: TokenName; dash: string },
) {
  // In a plane of more objectives the front is no line.
  if (data.axes.length !== 2 || one.front.length === 0) return [];
  const [x, y] = [data.axes[across]!, data.axes[up]!];
  const line = frontLine(one.front);
  const isLow = x.sign === 1;
  const ends = isLow ? line : line.toReversed();
  const far = (axis: ObjectiveAxis) => (axis.sign === 1 ? axis.range.high : axis.range.low);
  const first = ends[0]!;
  const last = ends.at(-1)!;
  // Beyond its ends it goes on to the worse sides: what lies there is beaten too.
  return [
    lineTrace(
      [
        x.place(first.values[across]!),
        ...ends.map(({ values }) => x.place(values[across]!)),
        far(x),
      ],
      [far(y), ...ends.map(({ values }) => y.place(values[up]!)), y.place(last.values[up]!)],
      { shape: "hv", color: token(colour), width: 2.5, dash },
      { xaxis, yaxis },
    ),
  ];
}

function points(
  data: ParetoData,
  { across, up, xaxis, yaxis }: PanelPlace,
  one: FrontSeries,
  list: readonly ValuedPoint[],
  what: string,
  marker: Record<string, unknown>,
): Record<string, unknown> {
  const [x, y] = [data.axes[across]!, data.axes[up]!];
  const part = (axis: ObjectiveAxis, value: number) => {
    const [low, high] = [
      position(axis.scale, axis.range.low),
      position(axis.scale, axis.range.high),
    ];
    return (position(axis.scale, axis.place(value)) - low) / (high - low);
  };
  // Marks with a colour each are few: they are all drawn.
  const shown = Array.isArray(marker["color"])
    ? list
    : thinned(
        [...list],
        ({ values }) => part(x, values[across]!),
        ({ values }) => part(y, values[up]!),
      );
  return pointTrace(
    shown.map(({ values }) => x.place(values[across]!)),
    shown.map(({ values }) => y.place(values[up]!)),
    shown.map((point) => paretoHover(point, data, one.name, what)),
    marker,
    { xaxis, yaxis, cliponaxis: false },
  );
}
