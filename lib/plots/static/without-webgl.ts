/**
 * Figures for a place without WebGL: what is drawn with it is drawn as SVG instead. Points and lines stay
 * what they are, parallel coordinates become lines between drawn axes, scenes are projected.
 */
import type { PlotlySpec } from "../../display/host.ts";
import { flatParallel } from "./without-webgl/parallel.ts";
import { flatScenes } from "./without-webgl/scene.ts";

/** The figure in traces that need no WebGL. The layout must hold its size in pixels. */
export function withoutWebgl(spec: PlotlySpec): PlotlySpec {
  const data = spec.data.map(plain);
  return flatScenes(flatParallel({ ...spec, data }));
}

/** A trace as it can be drawn here: labels along contour lines would need the lengths of paths. */
function plain(trace: Record<string, unknown>): Record<string, unknown> {
  if (trace["type"] === "scattergl") return { ...trace, type: "scatter" };
  const contours = trace["contours"] as { showlabels?: boolean } | undefined;
  return contours?.showlabels ? { ...trace, contours: { ...contours, showlabels: false } } : trace;
}
