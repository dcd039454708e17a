/** Trials that are drawn from a region: zoom's box, annealing's window, the bell of CMA-ES. */
import type { StudyView } from "../../study/observer.ts";
import type { Scalar } from "../../study/trial-record.ts";
import { counted, formatNumber, formatPercent } from "../common/numbers.ts";
import type { ParameterAxis } from "../common/parameter-axis.ts";
import { formatSetting } from "../common/trial-words.ts";
import { axisOf } from "../../space/vectors.ts";
import {
  type ChosenTrial,
  numberOf,
  numbersOf,
  objectOf,
  ordinal,
  type Told,
} from "../common/explained.ts";
import { named, NOTHING, type Story, type StripMark, unitOfPlace } from "./story.ts";

/** The row whose band is narrowest, with its width as a share of the range. */
function narrowest(
  widths: readonly { readonly axis: ParameterAxis; readonly width: number }[],
): { axis: ParameterAxis; width: number } | undefined {
  return widths.reduce<{ axis: ParameterAxis; width: number } | undefined>(
    (least, one) => (least === undefined || one.width < least.width ? one : least),
    undefined,
  );
}

/** Choices by how likely each was, as discs: a certain one has the largest. */
function shareMarks(
  axis: ParameterAxis,
  choices: readonly Scalar[],
  shares: readonly number[],
  role: number,
): StripMark[] {
  return choices.flatMap((choice, k) => {
    const unit = axis.unit(choice);
    const share = shares[k] ?? 0;
    if (unit === undefined || !(share > 0)) return [];
    return [{ unit, role, trial: undefined, size: 4 + 15 * Math.sqrt(share) }];
  });
}

const SHARES = {
  colour: "belief",
  size: 10,
  isJoined: false,
  words: "choices, the larger the likelier",
} as const;

/** A point of zoom's box, laid around the best trials of the rounds before. */
export function zoomStory(study: StudyView, { trial }: ChosenTrial, told: Told): Story | undefined {
  const box = objectOf(told["box"]);
  const round = numberOf(told["round"]);
  if (box === undefined || round === undefined) return undefined;
  const best = numbersOf(told["best"]);
  const sides = (axis: ParameterAxis) => {
    const side = objectOf(box[axis.path]);
    const [low, high] = [numberOf(side?.["low"]), numberOf(side?.["high"])];
    const [from, to] = [axis.unit(low), axis.unit(high)];
    return from === undefined || to === undefined ? undefined : { from, to };
  };
  const hasShares = Object.values(box).some((side) => objectOf(side)?.["shares"] !== undefined);
  return {
    roles: [
      ...(best.length > 0
        ? [
            {
              colour: "best",
              size: 8,
              isJoined: false,
              words: `the best ${best.length} until then`,
            } as const,
          ]
        : []),
      ...(hasShares ? [SHARES] : []),
    ],
    bandWords: `the box of round ${round + 1}`,
    faintWords: "earlier trials",
    population: undefined,
    along(axis) {
      const side = objectOf(box[axis.path]);
      const marks = best.flatMap((number) => {
        const unit = axis.unit(study.trials.find((one) => one.number === number)?.point[axis.path]);
        return unit === undefined ? [] : [{ unit, role: 0, trial: number }];
      });
      const shares = numbersOf(side?.["shares"]);
      if (shares.length > 0) {
        const choices = (side?.["choices"] ?? []) as readonly Scalar[];
        const likely = shareMarks(axis, choices, shares, best.length > 0 ? 1 : 0);
        return { ...NOTHING, marks: [...likely, ...marks] };
      }
      const band = sides(axis);
      if (band === undefined) return { ...NOTHING, marks };
      const width = widthOf(axis, band.from, band.to);
      return {
        marks,
        bands: [{ ...band, strength: 0.22 }],
        origin: width > 0.995 ? "whole range" : `${formatPercent(width)} of the range`,
        colour: "beliefText",
      };
    },
    sentence(rows) {
      if (round === 0)
        return `Trial ${trial.number} is drawn from the whole space: the first round looks everywhere`;
      const widths = rows.flatMap(({ axis, bands: [band] }) =>
        band === undefined ? [] : [{ axis, width: widthOf(axis, band.from, band.to) }],
      );
      const least = narrowest(widths);
      const head = `Trial ${trial.number} is drawn around the best ${best.length} trials`;
      if (least === undefined) return head;
      return `${head}: ${named(least.axis)} keeps ${formatPercent(Math.min(1, least.width))} of its range`;
    },
  };
}

/** A width along an axis, which has a little room at both ends, as a share of the parameter's range. */
function widthOf(axis: ParameterAxis, from: number, to: number): number {
  const [start, end] = [unitOfPlace(axis, 0), unitOfPlace(axis, 1)];
  return start === undefined || end === undefined ? to - from : (to - from) / (end - start);
}

/** A point near a good trial. */
export function annealStory(
  study: StudyView,
  { trial }: ChosenTrial,
  told: Told,
): Story | undefined {
  const anchor = numberOf(told["anchor"]);
  const place = numberOf(told["place"]);
  const widths = numbersOf(told["widths"]);
  const near = study.trials.find(({ number }) => number === anchor);
  if (anchor === undefined || place === undefined || near === undefined) return undefined;
  const rank = place === 0 ? "the best" : `the ${ordinal(place + 1)} best`;
  return {
    roles: [
      { colour: "best", size: 9, isJoined: false, words: `trial ${anchor}, ${rank} of then` },
    ],
    bandWords: "the window around it",
    faintWords: "earlier trials",
    population: undefined,
    along(axis, value) {
      const width = widths[study.space.dimensions.findIndex(({ path }) => path === axis.path)];
      const its = near.point[axis.path];
      const unit = axis.unit(its);
      const marks = unit === undefined ? [] : [{ unit, role: 0, trial: anchor }];
      if (its === undefined || width === undefined)
        return { ...NOTHING, marks, origin: "drawn afresh" };
      if (axis.isCategorical) {
        const origin = its === value ? "as it was" : "drawn again";
        return { marks, bands: [], origin, colour: its === value ? "text" : "running" };
      }
      const { levels, toUnit } = axisOf(axis.dimension!);
      const at = toUnit(its);
      // As anneal has it: a window narrower than a step would never leave it.
      const wide = levels === Infinity ? width : Math.max(width, Math.min(1, 2 / levels));
      const low = Math.min(Math.max(at - wide / 2, 0), 1 - wide);
      const [from, to] = [unitOfPlace(axis, low), unitOfPlace(axis, low + wide)];
      return {
        marks,
        bands: from === undefined || to === undefined ? [] : [{ from, to, strength: 0.22 }],
        origin: `${formatPercent(wide)} of the range`,
        colour: "beliefText",
      };
    },
    sentence: () => `Trial ${trial.number} stays near trial ${anchor}, ${rank} at that time`,
  };
}

/** A draw from the bell of CMA-ES: its mean with one and two deviations to both sides. */
export function cmaEsStory({ trial }: ChosenTrial, told: Told): Story | undefined {
  const [mean, deviation] = [objectOf(told["mean"]), objectOf(told["deviation"])];
  const probabilities = objectOf(told["probabilities"]);
  if (mean === undefined && probabilities === undefined) return undefined;
  const hasBell = mean !== undefined && Object.keys(mean).length > 0;
  const restart = numberOf(told["restart"]) ?? 0;
  const generation = numberOf(told["generation"]) ?? 0;
  const bell = (axis: ParameterAxis) => {
    const [centre, sd] = [numberOf(mean?.[axis.path]), numberOf(deviation?.[axis.path])];
    return centre === undefined || sd === undefined ? undefined : { centre, sd };
  };
  return {
    roles: [
      ...(hasBell ? [{ colour: "belief", size: 9, isJoined: false, words: "mean" } as const] : []),
      ...(probabilities !== undefined ? [SHARES] : []),
    ],
    bandWords: hasBell ? "one and two deviations around it" : "",
    faintWords: "earlier trials",
    population: undefined,
    along(axis) {
      const shares = numbersOf(probabilities?.[axis.path]);
      if (shares.length > 0) {
        return { ...NOTHING, marks: shareMarks(axis, axis.choices, shares, hasBell ? 1 : 0) };
      }
      const found = bell(axis);
      if (found === undefined) return NOTHING;
      const { centre, sd } = found;
      const at = (place: number) => unitOfPlace(axis, place);
      const unit = at(centre);
      if (unit === undefined) return NOTHING;
      return {
        marks: [{ unit, role: 0, trial: undefined }],
        bands: [
          { from: at(centre - 2 * sd)!, to: at(centre + 2 * sd)!, strength: 0.15 },
          { from: at(centre - sd)!, to: at(centre + sd)!, strength: 0.24 },
        ],
        origin: `mean ${formatSetting(valueAtPlace(axis, centre))}`,
        colour: "beliefText",
      };
    },
    sentence(rows) {
      const least = narrowest(
        rows.flatMap(({ axis }) => {
          const found = bell(axis);
          return found === undefined ? [] : [{ axis, width: found.sd }];
        }),
      );
      const again = restart > 0 ? ` after ${counted(restart, "restart")}` : "";
      const head = `Trial ${trial.number} is drawn from the bell of generation ${formatNumber(generation + 1)}${again}`;
      if (least === undefined) return head;
      const centre = valueAtPlace(least.axis, bell(least.axis)!.centre);
      return `${head}, narrowest around ${named(least.axis)} ${formatSetting(centre)}`;
    },
  };
}

function valueAtPlace(axis: ParameterAxis, place: number): Scalar | undefined {
  return axis.dimension && axisOf(axis.dimension).fromUnit(Math.min(1, Math.max(0, place)));
}
