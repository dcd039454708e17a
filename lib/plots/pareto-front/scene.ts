/** Three objectives in a scene that can be turned. */
import type { PlotlySpec } from "../../display/host.ts";
import { plotlyRange, ticksFor } from "../common/axis.ts";
import { baseLayout } from "../common/layout.ts";
import type { ValuedPoint } from "../common/objective-space.ts";
import { token, type TokenName } from "../common/theme.ts";
import { cut, escapeText } from "../common/words.ts";
import type { FrontSeries, ObjectiveAxis, ParetoData } from "./data.ts";
import { paretoHover } from "./words.ts";

/** Where there is no WebGL it is drawn as projections. */
export function sceneSpec(
  data: ParetoData,
  frame: { title: string; subtitle: string },
  colours: readonly TokenName[],
): PlotlySpec {
  const [x, y, z] = data.axes as [ObjectiveAxis, ObjectiveAxis, ObjectiveAxis];
  const trace = (
    one: FrontSeries,
    list: readonly ValuedPoint[],
    what: string,
    marker: Record<string, unknown>,
  ) => ({
    type: "scatter3d",
    mode: "markers",
    x: list.map(({ values }) => x.place(values[0]!)),
    y: list.map(({ values }) => y.place(values[1]!)),
    z: list.map(({ values }) => z.place(values[2]!)),
    marker,
    hovertext: list.map((point) => paretoHover(point, data, one.name, what)),
    hoverinfo: "text",
  });
  const axis = (one: ObjectiveAxis) => ({
    type: one.scale,
    range: plotlyRange(one.scale, one.range),
    ...ticksFor(one.scale, one.range),
    title: {
      text: `${escapeText(cut(one.measure, 30))}${one.scale === "log" ? " (log)" : ""} ${one.sign === 1 ? "↓" : "↑"}`,
      font: { size: 12, color: token("text") },
    },
    tickfont: { size: 11, color: token("text") },
    gridcolor: token("axis"),
    linecolor: token("axis"),
    zeroline: false,
    showbackground: false,
  });
  return {
    data: data.series.flatMap((one, k) => [
      trace(one, one.dominated, "beaten", {
        size: 3.5,
        color: token(data.series.length === 1 ? "pruned" : colours[k]!),
        opacity: 0.5,
      }),
      trace(one, one.infeasible, "breaks a constraint", {
        size: 4,
        symbol: "diamond-open",
        color: token("pruned"),
      }),
      trace(
        one,
        one.front.filter((point) => point !== one.compromise),
        "beaten by none",
        { size: 5.5, color: token(colours[k]!) },
      ),
      trace(one, one.compromise ? [one.compromise] : [], "best compromise", {
        size: 9,
        symbol: "diamond",
        color: token(colours[k]!),
      }),
    ]),
    layout: baseLayout({
      ...frame,
      margin: { l: 16, r: 16, t: 84, b: 16 },
      more: {
        scene: {
          xaxis: axis(x),
          yaxis: axis(y),
          zaxis: axis(z),
          camera: { eye: { x: 1.35, y: 1.35, z: 0.75 } },
          aspectmode: "manual",
          aspectratio: { x: 1.25, y: 1.25, z: 0.9 },
        },
      },
    }),
  };
}
