/** The traces of the curves: always the same ones, in the same order, so that a live figure is updated in place. */
import { drawnNumber } from "../common/axis.ts";
import { lineTrace, markers, pointTrace } from "../common/layout.ts";
import { counted, formatMeasure } from "../common/numbers.ts";
import { token, type TokenName } from "../common/theme.ts";
import { trialHover } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import type { Curve, CurvesData } from "./data.ts";

/** Above this many points smoothing costs more than it shows. */
const SMOOTH_UP_TO = 4000;

/** Lines and their ends, kind by kind; last the cuts at the rungs. */
export function curvesTraces(data: CurvesData, compact: boolean): Record<string, unknown>[] {
  const all = [data.complete, data.pruned, data.failed, data.running, data.interrupted].flat();
  const points = all.reduce((sum, curve) => sum + curve.steps.length, 0);
  const shape = points <= SMOOTH_UP_TO ? { shape: "spline", smoothing: 0.5 } : {};
  const round = data.yRange ? drawnNumber(data.yScale, data.yRange) : Number;
  // Curves of a kind share a trace, with a gap between them, so that the number of traces is constant.
  const lines = (curves: Curve[], colour: TokenName, width: number, opacity = 1) =>
    lineTrace(
      curves.flatMap((curve) => [...curve.steps, null]),
      curves.flatMap((curve) => [...curve.values.map(round), null]),
      { color: token(colour), width, ...shape },
      { opacity },
    );
  const marks = (curves: Curve[], onRail: boolean, marker: Record<string, unknown>, more = {}) => {
    const drawn = curves.filter((curve) => curve.steps.length > 0 && curve.rail === onRail);
    return pointTrace(
      drawn.map((curve) => curve.steps.at(-1) ?? null),
      drawn.map((curve) => (onRail ? 0 : (curve.values.slice(-1).map(round)[0] ?? null))),
      drawn.map((curve) => trialHover(curve.trial, data.measure)),
      marker,
      onRail ? { yaxis: "y2", cliponaxis: false, ...more } : more,
    );
  };
  const ends = (curves: Curve[], marker: Record<string, unknown>, more = {}) =>
    marks(curves, false, marker, more);
  const onRail = (curves: Curve[], marker: Record<string, unknown>) => marks(curves, true, marker);
  const early = [...data.pruned, ...data.interrupted];
  const best = data.best ? [data.best] : [];
  return [
    lines([...early, ...data.failed], "pruned", 1, compact ? 0.55 : 0.7),
    ends(early, markers.prunedEnd(compact ? 6 : 8)),
    lines(data.complete, "done", 1.2, compact ? 0.4 : 0.75),
    ends(data.complete, { ...markers.complete(compact ? 4 : 5), opacity: 0 }),
    ends(data.failed, markers.failedHalo(8), { hoverinfo: "skip" }),
    ends(data.failed, markers.failed(8)),
    lines(best, "best", compact ? 2.5 : 3),
    ends(best, markers.best(8), { cliponaxis: false }),
    lines(data.running, "running", 2.5),
    ends(data.running, markers.running(11), { cliponaxis: false }),
    onRail(early, markers.prunedEnd(compact ? 6 : 8)),
    onRail(data.complete, markers.complete(compact ? 4 : 6)),
    onRail(data.failed, markers.failed(compact ? 6 : 8)),
    onRail(best, markers.best(8)),
    onRail(data.running, markers.running(11)),
    cuts(data),
  ];
}

/** A bar at each rung: the value of the last that would go on. */
function cuts(data: CurvesData): Record<string, unknown> {
  const drawn = data.rungs.flatMap((rung) => (rung.cut === undefined ? [] : [rung]));
  const side = data.direction === "minimize" ? "above" : "below";
  return pointTrace(
    drawn.map(({ step }) => step),
    drawn.map(({ cut: at }) => at?.value ?? null),
    drawn.map(
      ({ step, arrive, cut: at }) =>
        `<b>${counted(step, escapeText(data.step))}</b>: ${side} ${escapeText(cut(data.measure, 40))} ${formatMeasure(at?.value)} a trial stops now<br>the best ${at?.places} of ${arrive} go on`,
    ),
    { symbol: "line-ew", size: 24, color: token("ink"), line: { color: token("ink"), width: 3 } },
  );
}
