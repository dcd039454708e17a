import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { Figure } from "./common/figure.ts";
import { objectiveOf } from "./common/objective.ts";
import { pathOf } from "./common/parameter-axis.ts";
import { shortName } from "./common/parameter-names.ts";
import { emptySpec } from "./common/too-little.ts";
import { cut } from "./common/words.ts";
import { type BeliefData, beliefData } from "./why/belief-data.ts";
import { beliefSpec } from "./why/belief-spec.ts";
import { beliefAlt, beliefText } from "./why/belief-words.ts";
import { chosenTrial } from "./common/explained.ts";
import { type DensityData, densityData } from "./why/density-data.ts";
import { densitySpec } from "./why/density-spec.ts";
import { densityAlt, densityText } from "./why/density-words.ts";
import { HEIGHT } from "./why/frame.ts";
import { ownPaths } from "./why/slice.ts";
import { type MapData, mapData } from "./why/map-data.ts";
import { MAP_HEIGHT, mapAlt, mapSpec, mapText } from "./why/map-spec.ts";
import { type StripsData, stripsData } from "./why/strips-data.ts";
import { stripsAlt, stripsHeight, stripsSpec, stripsText } from "./why/strips-spec.ts";
import { knownOptions } from "./common/known-options.ts";

/** What {@link why} shows. */
export interface WhyOptions {
  /** The parameter to see it along, by path or name; left out: the one that decides most. */
  readonly parameter?: string;
  /** The objective whose expected values are shown; left out: the first. */
  readonly objective?: string;
}

/**
 * Why a trial has its point: what the tuner knew when it chose it, and by what it decided. Of a model what
 * it expected along a parameter and what each point was worth; of TPE its two densities; of evolution the
 * parents; of others the region that was drawn from.
 *
 * @param trial or its number; left out: the newest that a tuner chose and still explains
 * @throws FigureError for a trial, a parameter or an objective that the study does not have
 * @example
 * plots.why(study);
 * plots.why(study, study.best, { parameter: "learningRate" });
 */
export function why(
  study: StudyView,
  trial?: { readonly number: number } | number,
  options: WhyOptions = {},
): Figure {
  knownOptions("plots.why", options, { parameter: true, objective: true });
  const absent = absence(study, trial, options);
  if (absent !== undefined) return absent;
  const data = whyData(study, trial, options);
  switch (data?.kind) {
    case undefined:
      return new Figure({
        id: "why",
        height: 380,
        spec: emptySpec("No trial yet", ["study.optimize(…) starts one"]),
        alt: "Why a trial has its point: no trial yet.",
      });
    case "belief":
      return figure(HEIGHT, beliefSpec(data), beliefAlt(data), beliefText(data));
    case "density":
      return figure(HEIGHT, densitySpec(data), densityAlt(data), densityText(data));
    case "map":
      return figure(MAP_HEIGHT, mapSpec(data), mapAlt(data), mapText(data));
    case "strips":
      return figure(stripsHeight(data), stripsSpec(data), stripsAlt(data), stripsText(data));
  }
}

/** Where the trial does not have the parameter that is asked for, a sentence. */
function absence(
  study: StudyView,
  wanted: { readonly number: number } | number | undefined,
  { parameter }: WhyOptions,
): Figure | undefined {
  if (parameter === undefined) return undefined;
  const path = pathOf(study, parameter);
  const trial = chosenTrial(study, wanted)?.trial;
  if (trial === undefined || trial.point[path] !== undefined) return undefined;
  const sentence = `Trial ${trial.number} has no ${cut(parameter, 40)}`;
  const has = ownPaths(study, trial).map((one) => shortName(study.space, one));
  const advice = has.length === 0 ? [] : [`it has ${cut(has.join(", "), 90)}`];
  return figure(
    380,
    emptySpec(sentence, advice),
    `Why trial ${trial.number}: ${sentence}.`,
    sentence,
  );
}

function figure(height: number, spec: PlotlySpec, alt: string, text: string): Figure {
  return new Figure({ id: "why", height, spec, alt, text });
}

/** What the figure shows, by the kind of tuner that chose the point; undefined where there is no trial. */
export function whyData(
  study: StudyView,
  trial: { readonly number: number } | number | undefined,
  { parameter, objective }: WhyOptions,
): BeliefData | DensityData | MapData | StripsData | undefined {
  const shown = objectiveOf(study, objective);
  const path = parameter === undefined ? undefined : pathOf(study, parameter);
  const chosen = chosenTrial(study, trial);
  if (chosen === undefined) return undefined;
  return (
    beliefData(study, chosen, shown, path) ??
    densityData(study, chosen, path) ??
    (path === undefined ? mapData(study, chosen) : undefined) ??
    stripsData(study, chosen, path)
  );
}
