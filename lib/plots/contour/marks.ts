import { markers, pointTrace } from "../common/layout.ts";
import { starMarker } from "../common/map-marks.ts";
import { token } from "../common/theme.ts";
import { thinned } from "../common/thinning.ts";
import { drawnState, trialHover } from "../common/trial-words.ts";
import type { ContourData, MapTrial } from "./data.ts";

/** From so many trials on hovers are short. */
const MANY = 400;

/** The trials of a map, each kind with its mark. */
export function marks(
  data: ContourData,
  points: readonly MapTrial[],
  axes: Record<string, string>,
  size: number,
  at: (point: MapTrial) => [number | undefined, number | undefined],
  sides: readonly [number, number] = [0, 1],
): Record<string, unknown>[] {
  const { measure } = data.objective;
  // Hovers of very many trials leave their parameters out.
  const brief = points.length > MANY;
  const trace = (
    states: readonly string[],
    marker: Record<string, unknown>,
    { isBest = false, isHalo = false } = {},
  ) => {
    const own = points.filter(
      ({ trial }) => (trial === data.best) === isBest && states.includes(drawnState(trial.state)),
    );
    const shown = thinned(
      own,
      (point) => unit(data, point, sides[0]),
      (point) => unit(data, point, sides[1]),
    );
    return pointTrace(
      shown.map((point) => at(point)[0] ?? null),
      shown.map((point) => at(point)[1] ?? null),
      shown.map(({ trial }) => (isHalo ? "" : trialHover(trial, measure, brief))),
      marker,
      { cliponaxis: false, ...axes, ...(isHalo ? { hoverinfo: "skip" } : {}) },
    );
  };
  return [
    // Light around a ring, so that it is seen on the dark part of the map too.
    trace(
      ["pruned", "interrupted"],
      {
        ...markers.pruned(size - 1),
        color: token("paper"),
        line: { color: token("paper"), width: 4 },
      },
      { isHalo: true },
    ),
    trace(["pruned", "interrupted"], markers.pruned(size - 1)),
    trace(["complete"], markers.complete(size)),
    trace(["failed"], markers.failedHalo(size), { isHalo: true }),
    trace(["failed"], markers.failed(size)),
    trace(["running"], markers.running(size + 5)),
    trace(["complete"], starMarker(size + 9), { isBest: true }),
  ];
}

function unit(data: ContourData, { trial }: MapTrial, side: number): number {
  const axis = data.axes[side]!;
  return axis.unit(trial.point[axis.path]) ?? 0;
}
