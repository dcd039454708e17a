import type { PlotlySpec } from "../display/host.ts";
import type { Space } from "../space/space.ts";
import type { StudyView } from "../study/observer.ts";
import { ticksFor } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { roughWidth } from "./common/labels.ts";
import {
  axisNote,
  baseLayout,
  lineTrace,
  markers,
  note,
  pointTrace,
  xAxis,
  yAxis,
} from "./common/layout.ts";
import { formatMeasure } from "./common/numbers.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { axisTitle, escapeText } from "./common/words.ts";
import { type GenealogyData, genealogyData, type Member } from "./genealogy/data.ts";
import { curvesOf, type Edge, edgesOf, type Place } from "./genealogy/edges.ts";
import {
  BEHIND,
  genealogyAlt,
  genealogyKey,
  genealogySentence,
  genealogyText,
  memberHover,
} from "./genealogy/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What {@link genealogy} shows. */
export interface GenealogyOptions {
  /** The trial whose ancestry is highlighted, or its number; left out: the best, of several objectives the front. */
  readonly trial?: { readonly number: number } | number;
  /** The objective on the value axis; left out: the first. */
  readonly objective?: string;
}

const HEIGHT = 430;
const MARGIN = { l: 64, r: 112, t: 100, b: 46 };
/** Pixels for which labels are laid out. */
const WIDTH = 900 - MARGIN.l - MARGIN.r;

/**
 * Who descends from whom, where a tuner makes trials of others (genetic, nsga2, nsga3,
 * differentialEvolution, dehb): each trial at its number and its value, lines from parents to children, the
 * ancestry of the best highlighted; with several objectives that of the front, and the others coloured by the
 * front on which they lie.
 *
 * @throws FigureError for a trial or an objective that the study does not have
 * @example
 * plots.genealogy(study);
 */
export function genealogy(study: StudyView, options: GenealogyOptions = {}): Figure {
  knownOptions("plots.genealogy", options, { trial: true, objective: true });
  const data = genealogyData(study, options.trial, options.objective);
  if (data.children === 0) return nobody(data);
  return new Figure({
    id: "genealogy",
    height: HEIGHT,
    spec: genealogySpec(data, study.space),
    alt: genealogyAlt(data),
    text: genealogyText(data, study.space),
  });
}

/** Where no trial has parents. */
function nobody({ members }: GenealogyData): Figure {
  const sentence = members.length === 0 ? "No trial yet" : "No trial of this study has parents";
  const advice =
    members.length === 0
      ? ["study.optimize(…) starts one"]
      : [
          "tuners.genetic(), nsga2(), nsga3(), differentialEvolution() and dehb()",
          "make trials of others, once their first have ended",
        ];
  const said = `${sentence}: ${advice.join(" ")}.`;
  return new Figure({
    id: "genealogy",
    height: HEIGHT,
    spec: emptySpec(sentence, advice),
    alt: `Genealogy: ${said}`,
    text: said,
  });
}

/** Where the rail lies, in shares of the plot beyond the values' worse end. */
const RAIL = { from: 1.035, at: 1.07, to: 1.105 };

/** More lines than this are a smear, and slow. */
const MOST_EDGES = 3000;

function genealogySpec(data: GenealogyData, space: Space): PlotlySpec {
  const { members, line, objective, region, last } = data;
  const isLow = objective.direction === "minimize";
  const rail = (share: number) => (isLow ? share : 1 - share);
  const placeOf = (member: Member): Place => ({
    x: member.number,
    y: member.rail ? rail(RAIL.at) : member.y,
  });
  const edges = edgesOf(members);
  const isOwn = ({ child, parent }: Edge) => line.has(child.number) && line.has(parent.number);
  const own = edges.filter(isOwn);
  const others = edges.filter((edge) => !isOwn(edge)).slice(-MOST_EDGES);
  const [faint, strong] = [curvesOf(others, placeOf), curvesOf(own, placeOf)];
  const hasRail = members.some((member) => member.rail);
  const ticks = ticksFor(region.scale, region.range);
  const inside = (_: unknown, k: number) => {
    const unit = region.unit(ticks.tickvals[k]);
    return unit > 0.001 && unit < 0.96;
  };
  return {
    data: [
      lineTrace(
        faint.x,
        faint.y,
        { color: token("axis"), width: 1, simplify: false },
        {
          opacity: others.length > 400 ? 0.3 : 0.55,
        },
      ),
      lineTrace(
        strong.x,
        strong.y,
        { color: token("best"), width: 2, simplify: false },
        {
          opacity: 0.85,
        },
      ),
      ...memberTraces(data, space, placeOf),
    ],
    layout: baseLayout({
      title: escapeText(genealogySentence(data)),
      subtitle: genealogyKey(data, others.length + own.length, edges.length),
      margin: MARGIN,
      more: {
        xaxis: xAxis({ range: [-(last + 1) / 60, last + 1.2], nticks: 10 }, "trial"),
        yaxis: yAxis({
          range: isLow ? [0, hasRail ? RAIL.to : 1] : [hasRail ? 1 - RAIL.to : 0, 1],
          tickvals: ticks.tickvals.filter(inside).map((value) => region.unit(value)),
          ticktext: ticks.ticktext.filter(inside),
        }),
        shapes: hasRail ? [railShape(rail(RAIL.from), rail(RAIL.to))] : [],
        annotations: [
          axisNote(axisTitle(objective.name, objective.direction, region.scale === "log"), -48),
          ...(hasRail
            ? [
                note(0, rail(RAIL.at), isLow ? "above" : "below", "text", {
                  xref: "paper",
                  side: "right",
                  dx: -8,
                }),
              ]
            : []),
          ...lineLabels(data, placeOf),
          ...focusLabel(data, placeOf),
        ],
      },
    }),
  };
}

function railShape(from: number, to: number): Record<string, unknown> {
  return {
    type: "rect",
    xref: "paper",
    x0: 0,
    x1: 1,
    y0: from,
    y1: to,
    fillcolor: token("rail"),
    line: { width: 0 },
    layer: "below",
  };
}

function memberTraces(
  data: GenealogyData,
  space: Space,
  placeOf: (member: Member) => Place,
): Record<string, unknown>[] {
  const { members, line, focus, objective } = data;
  const trace = (own: readonly Member[], marker: Record<string, unknown>) =>
    pointTrace(
      own.map((member) => placeOf(member).x),
      own.map((member) => placeOf(member).y),
      own.map((member) => memberHover(member, objective.measure, space)),
      marker,
      { cliponaxis: false },
    );
  const others = members.filter((member) => !line.has(member.number));
  const of = (...states: string[]) => others.filter(({ trial }) => states.includes(trial.state));
  const complete = of("complete");
  const front = ({ front: rank }: Member) =>
    token(
      rank === undefined ? "pruned" : BEHIND[Math.min(Math.max(rank - 1, 0), BEHIND.length - 1)]!,
    );
  const ancestors = members.filter((member) => line.has(member.number) && !focus.includes(member));
  const rim = { color: token("best"), width: 2 };
  return [
    trace(of("pruned", "paused", "interrupted"), markers.pruned(6)),
    trace(complete, {
      ...markers.complete(objective.several ? 8 : 7),
      ...(objective.several ? { color: complete.map(front) } : { opacity: 0.6 }),
    }),
    trace(of("failed"), markers.failed(8)),
    trace(of("running"), markers.running(11)),
    trace(
      ancestors,
      objective.several
        ? { size: 10, color: ancestors.map(front), line: rim }
        : { ...markers.best(9) },
    ),
    trace(focus, { ...markers.best(focus.length > 1 ? 14 : 17), symbol: "star" }),
  ];
}

/** The numbers of the ancestors, as many as have room above or below their marks. */
function lineLabels(
  { members, line, focus, last, objective }: GenealogyData,
  placeOf: (member: Member) => Place,
): Record<string, unknown>[] {
  const height = HEIGHT - MARGIN.t - MARGIN.b;
  const pixel = ({ x, y }: Place) => ({
    x: (x / (last + 1.2 + (last + 1) / 60)) * WIDTH,
    y: (y / RAIL.to) * height,
  });
  const marks = members.map((member) => pixel(placeOf(member)));
  const taken: { x: number; y: number; half: number }[] = [];
  const notes: Record<string, unknown>[] = [];
  // From the youngest: it is nearest to the one whose ancestry this is.
  for (const member of members.filter(({ number }) => line.has(number)).toReversed()) {
    if (focus.length === 1 && member === focus[0]) continue;
    const place = placeOf(member);
    const at = pixel(place);
    const text = String(member.number);
    const half = roughWidth(text, 11) / 2 + 2;
    // The better side first: lines come from the worse one.
    const sides = objective.direction === "minimize" ? [-1, 1] : [1, -1];
    const free = sides.find((side) => {
      const y = at.y + side * 13;
      if (y < 6 || y > height - 4) return false;
      const hitsMark = marks.some(
        (mark) => Math.abs(mark.x - at.x) < half + 4 && Math.abs(mark.y - y) < 9,
      );
      const hitsText = taken.some(
        (other) => Math.abs(other.x - at.x) < half + other.half && Math.abs(other.y - y) < 12,
      );
      return !hitsMark && !hitsText;
    });
    if (free === undefined) continue;
    taken.push({ x: at.x, y: at.y + free * 13, half });
    notes.push(
      note(place.x, place.y, text, "bestText", { side: "center", dy: free * 13, size: 11 }),
    );
  }
  return notes;
}

/** What the ancestry leads to, at its right; of a whole front the numbers stand at its members. */
function focusLabel(
  { focus, isAsked, last }: GenealogyData,
  placeOf: (member: Member) => Place,
): Record<string, unknown>[] {
  const [only] = focus;
  if (only === undefined || focus.length > 1) return [];
  const { x, y } = placeOf(only);
  const who = isAsked ? `trial ${only.number}` : `best, trial ${only.number}`;
  const value = only.value === undefined ? "" : `<br><b>${formatMeasure(only.value)}</b>`;
  // Where it is not the last, others stand at its right: then beside the plot.
  const isLast = x > last - 2;
  const place = isLast ? { dx: 12 } : { xref: "paper", dx: 10 };
  return [note(isLast ? x : 1, y, `${who}${value}`, "bestText", place)];
}
