/** The figures of a panel: the small ones beside the best trial, and those that its user picks below. */
import { didYouMean } from "../../space/wording.ts";
import type { PanelModel, PlotlySpec } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import { FINISHED } from "../../study/trial-record.ts";
import { FigureError } from "../common/figure-error.ts";
import type { Figure } from "../common/figure.ts";
import { emptySpec } from "../common/too-little.ts";
import { cut, measureName } from "../common/words.ts";
import { frontSpec } from "../card/front-figure.ts";
import { curvesSpec } from "../curves.ts";
import type { CurvesData } from "../curves/data.ts";
import { historySpec } from "../history.ts";
import type { HistoryData } from "../history/data.ts";
import { plots } from "../index.ts";

type Drawn = PanelModel["figures"][number];

/** What the figures are drawn from. */
export interface FigureSources {
  readonly study: StudyView;
  readonly history: HistoryData;
  readonly curves: CurvesData;
  /** Trials were complete and none reported anything on its way. */
  readonly silent: boolean;
  readonly running: boolean;
}

/** Pixels of the panel's own figures, and of one that has the room of both. */
const HEIGHTS = { history: 196, curves: 214, both: 414 };

/** Pixels above a figure that has lost its title, and the most that one may be high. */
const TOP = 34;
const MOST_HEIGHT = 414;

/** What else a figure is called. */
const LABELS: Readonly<Record<string, string>> = {
  curves: "learning curves",
  parallel: "parallel coordinates",
  front: "front",
  paretoFront: "Pareto front, large",
};

/** A figure of the registry is computed anew only so often: at most a twentieth of the time is spent on it. */
const SHARE = 20;
const LEAST_MS = 500;

/** The small front of the card; beside it there is the registry's own. */
const FRONT = "front";

/** What is small enough to stand beside the best trial. */
const BESIDE = [FRONT, "history", "curves"];

/** What says something of several objectives only. */
const ONLY_SEVERAL = [FRONT, "paretoFront", "hypervolumeHistory"];

/** What is drawn from more than a study. */
const NEEDS_MORE = ["confirmed", "landscape", "race"];

/** Offered in the panel, where the library has them, in this order. Others can be asked for by name. */
const OFFERED = [
  FRONT,
  "history",
  "curves",
  "paretoFront",
  "hypervolumeHistory",
  "parallel",
  "importances",
  "slice",
  "contour",
  "timeline",
];

const hasSeveral = (study: StudyView) => Object.keys(study.objectives).length > 1;

const isFigure = (id: string) =>
  id === FRONT || (Object.hasOwn(registry(), id) && !NEEDS_MORE.includes(id));

const registry = () => plots as unknown as Readonly<Record<string, (study: StudyView) => Figure>>;

/** Which figures a panel shows, and what was drawn of them. */
export class PanelFigures {
  #chosen: readonly string[] | undefined;
  readonly #kept = new Map<string, { drawn: Drawn; of: string; due: number }>();

  /**
   * @param chosen their names in `plots`; left out: what suits the study
   * @throws FigureError for a name that no figure has, listing those that there are
   */
  constructor(chosen?: readonly string[]) {
    for (const id of chosen ?? []) {
      if (isFigure(id)) continue;
      const names = Object.keys(registry()).filter(isFigure);
      throw new FigureError(
        `The panel has no figure "${id}".${didYouMean(id, names)} It can show ${names.join(", ")}.`,
      );
    }
    this.#chosen = chosen;
  }

  /** Those that there are no figures of are left out. */
  choose(ids: readonly string[]): void {
    this.#chosen = [...new Set(ids)].filter(isFigure);
  }

  /** What a user may switch on or off. */
  offered(study: StudyView): NonNullable<PanelModel["offered"]> {
    const chosen = this.#chosenFor(study);
    const several = hasSeveral(study);
    const ids = [...new Set([...OFFERED, ...chosen])].filter((id) =>
      ONLY_SEVERAL.includes(id) ? several && isFigure(id) : isFigure(id),
    );
    return ids.map((id) => ({
      id,
      label: LABELS[id] ?? measureName(id),
      on: chosen.includes(id),
    }));
  }

  draw(sources: FigureSources): Drawn[] {
    const chosen = this.#chosenFor(sources.study);
    const native = chosen.filter((id) => BESIDE.includes(id));
    // Where objectives report nothing on their way, the history has the room of both.
    const silent = sources.silent && native.length === 2 && native.includes("curves");
    return chosen.flatMap((id, place): Drawn[] => {
      if (id === "history") {
        const height = silent || native.length === 1 ? HEIGHTS.both : HEIGHTS.history;
        return [{ id, height, spec: historySpec(sources.history, height, true) }];
      }
      if (id === "curves") {
        const { curves } = HEIGHTS;
        return silent ? [] : [{ id, height: curves, spec: curvesSpec(sources.curves, true) }];
      }
      if (id === FRONT) return [this.#drawn(id, sources)];
      // Where none of those stands beside the best trial, the first of the others does.
      const isBeside = native.length === 0 && place === 0;
      const drawn = this.#drawn(id, sources);
      return [isBeside ? compacted(drawn) : { ...drawn, wide: true }];
    });
  }

  #chosenFor(study: StudyView): readonly string[] {
    if (this.#chosen) return this.#chosen;
    return hasSeveral(study) ? [FRONT, "history"] : ["history", "curves"];
  }

  /** A figure of the registry, computed anew where trials have ended since, but not all the time. */
  #drawn(id: string, { study, running }: FigureSources): Drawn {
    const kept = this.#kept.get(id);
    let finished = 0;
    for (const { state } of study.trials) if (FINISHED.has(state)) finished++;
    const of = `${finished} ${running}`;
    const start = performance.now();
    if (kept && (kept.of === of || (running && start < kept.due))) return kept.drawn;
    const drawn: Drawn =
      id === FRONT
        ? { id, height: HEIGHTS.curves, spec: frontSpec(study, undefined) }
        : drawnOf(id, study);
    const end = performance.now();
    this.#kept.set(id, { drawn, of, due: end + Math.max(LEAST_MS, SHARE * (end - start)) });
    return drawn;
  }
}

/** A figure that cannot be drawn says why in its place: the panel goes on. */
function drawnOf(id: string, study: StudyView): Drawn {
  try {
    const { spec, height } = registry()[id]!(study);
    return { id, height, spec };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const spec = emptySpec("This figure cannot be drawn", [cut(message, 90)]);
    return { id, height: 150, spec };
  }
}

/** A figure without its title, and no higher than there is room for beside the best trial. */
function compacted({ id, spec, height }: Drawn): Drawn {
  const { title: _title, ...layout } = spec.layout;
  const margin = layout["margin"] as { t?: number } | undefined;
  const top = margin?.t ?? 80;
  const gone = Math.max(0, top - TOP);
  const compact: PlotlySpec = {
    ...spec,
    layout: { ...layout, margin: { ...margin, t: Math.min(top, TOP) } },
  };
  return { id, height: Math.min(MOST_HEIGHT, height - gone), spec: compact };
}
