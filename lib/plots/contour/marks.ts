import { markers, pointTrace } from "../common/layout.ts";
import { starMarker } from "../common/map-marks.ts";
import { token } from "../common/theme.ts";
import { thinned } from "../common/thinning.ts";
import { drawnState, trialHover } from "../common/trial-words.ts";
import type { ContourData, MapTrial } from "./data.ts";

/** The trials of a map, each kind with its mark. */
export function marks(
  data: ContourData,
  points: readonly MapTrial[],
  axes: Record<string, string>,
  size: number,
  at: (point: MapTrial) => [number | undefined, number | undefined],
): Record<string, unknown>[] {
  const { measure } = data.objective;
  const trace = (states: readonly string[], marker: Record<string, unknown>, isBest = false) => {
    const own = points.filter(
      ({ trial }) => (trial === data.best) === isBest && states.includes(drawnState(trial.state)),
    );
    const shown = thinned(
      own,
      (point) => unit(data, point, 0),
      (point) => unit(data, point, 1),
    );
    return pointTrace(
      shown.map((point) => at(point)[0] ?? null),
      shown.map((point) => at(point)[1] ?? null),
      shown.map(({ trial }) => trialHover(trial, measure)),
      marker,
      { cliponaxis: false, ...axes },
    );
  };
  return [
    // Light around a ring, so that it is seen on the dark part of the map too.
    trace(["pruned", "interrupted"], {
      ...markers.pruned(size - 1),
      color: token("paper"),
      line: { color: token("paper"), width: 4 },
    }),
    trace(["pruned", "interrupted"], markers.pruned(size - 1)),
    trace(["complete"], markers.complete(size)),
    trace(["failed"], markers.failedHalo(size)),
    trace(["failed"], markers.failed(size)),
    trace(["running"], markers.running(size + 5)),
    trace(["complete"], starMarker(size + 9), true),
  ];
}

function unit(data: ContourData, { trial }: MapTrial, side: 0 | 1): number {
  const axis = data.axes[side]!;
  return axis.unit(trial.point[axis.path]) ?? 0;
}
