/** The traces of a belief: bands, trials, the proposal, and what points were worth. */
import { plotlyRange, position } from "../common/axis.ts";
import { lineTrace, markers, pointTrace } from "../common/layout.ts";
import { token } from "../common/theme.ts";
import { trialHover } from "../common/trial-words.ts";
import type { BeliefAt, BeliefData, SeenTrial } from "./belief-data.ts";
import { beliefHover } from "./belief-words.ts";
import { bandTrace, isNext } from "./frame.ts";

/** What a band reaches beyond the picture is cut: a logarithm knows no zero. */
export function within({ scale, range }: BeliefData, value: number): number {
  const [low, high] = plotlyRange(scale, range);
  const room = 0.3 * (high - low);
  const clip = (place: number) => Math.min(high + room, Math.max(low - room, place));
  if (scale === "linear") return clip(value);
  return 10 ** (value > 0 ? clip(position(scale, value)) : low - room);
}

/** A curve with its bands above, its worth below. */
export function lineTraces(data: BeliefData): Record<string, unknown>[] {
  const { slice, at } = data;
  const x = slice.map((one) => one.x);
  const quantile = (k: number) => slice.map(({ quantiles }) => within(data, quantiles[k]!));
  const decision = { yaxis: "y2" };
  return [
    bandTrace(x, quantile(0), quantile(4), "belief", 0.15),
    bandTrace(x, quantile(1), quantile(3), "belief", 0.24),
    lineTrace(
      x,
      quantile(2),
      { color: token("belief"), width: 2.5, simplify: false },
      { hoverinfo: "text", hovertext: slice.map((one) => beliefHover(data, one)) },
    ),
    ...seenTraces(data),
    ...chosenTraces(data, at),
    bandTrace(
      x,
      slice.map(() => 0),
      slice.map(({ worth }) => worth),
      "running",
      0.16,
      decision,
    ),
    lineTrace(
      x,
      slice.map(({ worth }) => worth),
      { color: token("running"), width: 2, simplify: false },
      decision,
    ),
    decisionDot(at),
  ];
}

/** Choices: an interval each above, a bar each below. */
export function choiceTraces(data: BeliefData): Record<string, unknown>[] {
  const { slice, at } = data;
  const others = slice.filter((one) => one !== at);
  const bars = (from: number, to: number, width: number, opacity: number) => {
    const [x, y]: [(number | null)[], (number | null)[]] = [[], []];
    for (const { x: place, quantiles } of others) {
      x.push(place, place, null);
      y.push(within(data, quantiles[from]!), within(data, quantiles[to]!), null);
    }
    return lineTrace(x, y, { color: token("belief"), width }, { opacity });
  };
  return [
    bars(0, 4, 9, 0.2),
    bars(1, 3, 9, 0.45),
    pointTrace(
      others.map(({ x }) => x),
      others.map(({ quantiles }) => within(data, quantiles[2]!)),
      others.map((one) => beliefHover(data, one)),
      { size: 11, color: token("belief"), line: { color: token("paper"), width: 1.5 } },
    ),
    ...seenTraces(data),
    ...chosenTraces(data, at),
    {
      type: "bar",
      x: slice.map(({ x }) => x),
      y: slice.map(({ worth }) => worth),
      yaxis: "y2",
      width: slice.map(() => 0.34),
      marker: {
        color: slice.map((one) => token(one === at ? "running" : "runningSoft")),
        line: { width: 0 },
      },
      hoverinfo: "skip",
    },
    decisionDot(at),
  ];
}

function decisionDot(at: BeliefAt): Record<string, unknown> {
  return pointTrace(
    [at.x],
    [at.worth],
    [""],
    { size: 9, color: token("running"), line: { color: token("paper"), width: 1.5 } },
    { yaxis: "y2", hoverinfo: "skip", cliponaxis: false },
  );
}

/** From so many trials on their hovers are short. */
const MANY = 400;

function seenTraces(data: BeliefData): Record<string, unknown>[] {
  const { objective, axis, seen } = data;
  // Choices stand side by side; their trials beside the interval, none on another.
  const offset = (k: number) => (axis.isCategorical ? 0.12 + 0.2 * ((k * 0.618034) % 1) : 0);
  const dots = (
    points: readonly SeenTrial[],
    marker: (size: number) => Record<string, unknown>,
    onRail: boolean,
  ) =>
    pointTrace(
      points.map(({ x }, k) => x + offset(k)),
      points.map(({ value }) => (onRail ? 0 : (value ?? null))),
      points.map(({ trial }) => trialHover(trial, objective.measure, seen.length > MANY)),
      {
        ...marker(8),
        size: points.map(({ near }) => 4.5 + 4.5 * near),
        opacity: points.map(({ near }) => 0.22 + 0.78 * near),
      },
      { cliponaxis: false, ...(onRail ? { yaxis: "y3" } : {}) },
    );
  const isOf = (state: "complete" | "failed" | "running" | "early") => (one: SeenTrial) => {
    const { state: own } = one.trial;
    if (state === "early") return own === "pruned" || own === "paused" || own === "interrupted";
    return own === state || (state === "running" && own === "waiting");
  };
  return (["early", "complete", "running", "failed"] as const).flatMap((state) => {
    const own = seen.filter(isOf(state));
    const marker =
      state === "early"
        ? markers.pruned
        : state === "failed"
          ? markers.failed
          : state === "running"
            ? markers.running
            : markers.complete;
    const inside = own.filter(({ rail }) => !rail);
    const outside = own.filter(({ rail }) => rail);
    return [
      ...(inside.length > 0 ? [dots(inside, marker, false)] : []),
      ...(outside.length > 0 ? [dots(outside, marker, true)] : []),
    ];
  });
}

/** The proposal with its interval; where it has ended also what it came to. */
function chosenTraces(data: BeliefData, at: BeliefAt): Record<string, unknown>[] {
  const { chosen, objective } = data;
  const [low, , median, , high] = at.quantiles.map((value) => within(data, value));
  const came = isNext(chosen) ? undefined : objective.valueOf(chosen.trial);
  return [
    {
      ...pointTrace([at.x], [median!], [beliefHover(data, at)], {
        ...markers.running(14),
        line: { color: token("running"), width: 2.5 },
      }),
      error_y: {
        type: "data",
        symmetric: false,
        array: [high! - median!],
        arrayminus: [median! - low!],
        color: token("running"),
        thickness: 2,
        width: 5,
      },
    },
    ...(came === undefined
      ? []
      : [
          pointTrace(
            [at.x],
            [within(data, came)],
            [trialHover(chosen.trial, objective.measure)],
            chosen.trial.state === "complete" ? markers.complete(10) : markers.pruned(9),
          ),
        ]),
  ];
}
