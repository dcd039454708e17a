/** Several studies in one figure: their names and colours. */
import { show } from "../../space/wording.ts";
import type { StudyView } from "../../study/observer.ts";
import { FigureError } from "./figure-error.ts";
import type { TokenName } from "./theme.ts";

/** What a figure about one or several studies is given: one, a list, or studies by the names to show. */
export type Studies = StudyView | readonly StudyView[] | Readonly<Record<string, StudyView>>;

/** One of several studies, with the name under which the figure shows it. */
export interface NamedStudy {
  readonly name: string;
  readonly study: StudyView;
}

/**
 * The studies of a figure, in order. In a list, studies of the same name are told apart by their tuners,
 * else by numbers.
 *
 * @throws FigureError where what is given is no study
 */
export function namedStudies(given: Studies): NamedStudy[] {
  if (isStudy(given)) return [{ name: given.name, study: given }];
  if (Array.isArray(given)) {
    const list = given as readonly StudyView[];
    list.forEach((one) => checkStudy(one));
    const names = list.map(({ name }) => name);
    const byTuner = list.map(({ tunerName }) => tunerName);
    const best = [names, byTuner].find((one) => new Set(one).size === one.length);
    return list.map((study, place) => ({
      study,
      name: best?.[place] ?? `${study.name} ${place + 1}`,
    }));
  }
  if (typeof given !== "object" || given === null || "then" in given) checkStudy(given);
  return Object.entries(given as Record<string, StudyView>).map(([name, study]) => {
    checkStudy(study);
    return { name, study };
  });
}

/** Whether something has what a figure reads of a study. */
function isStudy(given: unknown): given is StudyView {
  return (
    Array.isArray((given as StudyView | undefined)?.trials) && "objectives" in (given as object)
  );
}

/** @throws FigureError where a figure is given something that is no study */
export function checkStudy(given: unknown): void {
  if (isStudy(given)) return;
  if (typeof (given as PromiseLike<unknown> | undefined)?.then === "function")
    throw new FigureError(
      "A figure was given a promise where a study belongs. Await it: const study = await openStudy(…).",
    );
  throw new FigureError(
    `A figure was given ${show(given)} where a study belongs. Write plots.history(study); some compare several: plots.edf([one, other]).`,
  );
}

const COLOURS = ["series0", "series1", "series2", "series3", "series4"] as const;
const DASHES = ["solid", "dash", "dot", "dashdot", "longdash"] as const;

/** How one of several studies is drawn. */
export interface SeriesStyle {
  readonly colour: TokenName;
  /** Pixels: the first leads. */
  readonly width: number;
  /** Repeats what the colour says once all colours are taken. */
  readonly dash: string;
}

/**
 * The style of the series at a place. With `baseline` the last of several is what the others are compared
 * with, and takes the quiet colour of finished trials.
 */
export function seriesStyle(place: number, isBaseline = false): SeriesStyle {
  if (isBaseline) return { colour: "done", width: 2, dash: "solid" };
  return {
    colour: COLOURS[place % COLOURS.length] as TokenName,
    width: place === 0 ? 3 : 2.2,
    dash: DASHES[Math.floor(place / COLOURS.length) % DASHES.length] as string,
  };
}
