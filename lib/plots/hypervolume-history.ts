import type { PlotlySpec } from "../display/host.ts";
import { linearTicks, type Ticks } from "./common/axis.ts";
import { endLabels } from "./common/end-labels.ts";
import { Figure } from "./common/figure.ts";
import {
  axisNote,
  baseLayout,
  lineTrace,
  markers,
  pointTrace,
  xAxis,
  yAxis,
} from "./common/layout.ts";
import { formatNumber } from "./common/numbers.ts";
import { namedStudies, type SeriesStyle, seriesStyle, type Studies } from "./common/series.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { cut, escapeText } from "./common/words.ts";
import {
  type VolumeCurve,
  type VolumeData,
  type ShareScale,
  shareScale,
  volumeData,
} from "./hypervolume-history/data.ts";
import {
  shareWords,
  volumeAlt,
  volumeKey,
  volumeText,
  volumeTitle,
} from "./hypervolume-history/words.ts";
import { knownOptions } from "./common/known-options.ts";

const HEIGHT = 380;
const MARGIN = { l: 64, t: 96, b: 48 };

/** Options of {@link hypervolumeHistory}. */
export interface HypervolumeOptions {
  /** A value for each objective by name, worse than any that counts; default a tenth beyond the worst seen. */
  readonly reference?: Readonly<Record<string, number>>;
}

/**
 * How much of the space of several objectives the front dominates, trial by trial, as a share of the box
 * between the best of each objective and the reference. Of one study or several, which then share the box.
 *
 * @example
 * plots.hypervolumeHistory(study);
 * @throws FigureError where the studies' objectives differ, or the reference lacks one
 */
export function hypervolumeHistory(studies: Studies, options: HypervolumeOptions = {}): Figure {
  knownOptions("plots.hypervolumeHistory", options, { reference: true });
  const data = volumeData(namedStudies(studies), options);
  return new Figure({
    id: "hypervolumeHistory",
    height: HEIGHT,
    spec: volumeSpec(data),
    alt: volumeAlt(data),
    text: volumeText(data),
  });
}

function volumeSpec(data: VolumeData): PlotlySpec {
  if (data.objectives.length < 2) {
    return emptySpec("One objective dominates no volume", [
      "plots.history(study) shows how it was improved",
    ]);
  }
  const shown = data.curves.filter(({ points }) => points.length > 0);
  if (shown.length === 0) {
    return emptySpec("No volume yet", [
      "it is measured from the first complete trial on that keeps its constraints",
    ]);
  }
  const isSingle = data.curves.length === 1;
  const styles = data.curves.map((_, k): SeriesStyle =>
    isSingle ? { colour: "best", width: 2.5, dash: "solid" } : seriesStyle(k),
  );
  const shares = shown.flatMap(({ points }) => points.map(({ share }) => share));
  const scale = shareScale(shares);
  const [least, most] = [scale.at(Math.min(...shares)), scale.at(Math.max(...shares))];
  const room = Math.max(0.01, (most - least) * 0.1);
  const range: [number, number] = [Math.max(-0.02, least - room), most + room];
  return {
    data: data.curves.flatMap((_, k) => traces(data, data.curves.length - 1 - k, styles, scale)),
    layout: baseLayout({
      title: escapeText(volumeTitle(data)),
      subtitle: volumeKey(data),
      margin: { ...MARGIN, r: isSingle ? 96 : 168 },
      more: {
        xaxis: xAxis(
          {
            range: [-(data.lastNumber + 1) / 50, data.lastNumber + 1],
            ...(data.lastNumber < 8
              ? { dtick: 1, tick0: 0 }
              : linearTicks({ low: 0, high: data.lastNumber }, 8)),
          },
          "trial",
        ),
        yaxis: yAxis({ range, ...shareTicks(scale, range, most === scale.at(1)) }),
        annotations: [
          axisNote("dominated volume · higher is better ↑", -48),
          ...endLabels(
            shown.map((curve) => ({
              x: data.lastNumber + 1,
              y: scale.at(curve.points.at(-1)!.share),
              html: labelOf(curve, isSingle),
              colour: isSingle ? "bestText" : styles[data.curves.indexOf(curve)]!.colour,
            })),
            range,
            HEIGHT - MARGIN.t - MARGIN.b,
          ),
        ],
      },
    }),
  };
}

/** Round shares; where nearly all is dominated those between which the distance to 100% falls to a tenth. */
function shareTicks(scale: ShareScale, range: readonly [number, number], isWhole: boolean): Ticks {
  if (!scale.isLog) {
    const { tickvals } = linearTicks({ low: Math.max(0, range[0]), high: Math.min(1, range[1]) });
    return { tickvals, ticktext: tickvals.map((value) => `${formatNumber(100 * value)}%`) };
  }
  const rounds = range[1] - range[0] > 2 ? TENTHS : [...TENTHS, ...BETWEEN];
  const shares = isWhole ? [...rounds, 1] : rounds;
  const shown = shares.filter(
    (share) =>
      scale.at(share) >= range[0] &&
      scale.at(share) <= range[1] &&
      // Beyond what is told apart all shares stand at one height, that of 100%.
      (share === 1 || Math.abs(scale.at(share) + Math.log10(1 - share)) < 1e-6),
  );
  return { tickvals: shown.map((share) => scale.at(share)), ticktext: shown.map(shareWords) };
}

const TENTHS = [0, 0.9, 0.99, 0.999, 0.9999, 0.99999];
const BETWEEN = [0.5, 0.8, 0.95, 0.98, 0.995, 0.998];

function labelOf(curve: VolumeCurve, isSingle: boolean): string {
  const value = shareWords(curve.points.at(-1)!.share);
  return isSingle ? `<b>${value}</b>` : `<b>${escapeText(cut(curve.name, 14))}</b> ${value}`;
}

function traces(data: VolumeData, k: number, styles: readonly SeriesStyle[], scale: ShareScale) {
  const { points, name } = data.curves[k]!;
  const { colour, width, dash } = styles[k]!;
  const better = points.filter(
    ({ share }, place) => place === 0 || share > points[place - 1]!.share,
  );
  const end = points.at(-1);
  return [
    lineTrace(
      [...points.map(({ trial }) => trial), ...(end ? [data.lastNumber + 1] : [])],
      [...points, ...(end ? [end] : [])].map(({ share }) => scale.at(share)),
      { shape: "hv", color: token(colour), width, dash },
    ),
    pointTrace(
      better.map(({ trial }) => trial),
      better.map(({ share }) => scale.at(share)),
      better.map(
        ({ trial, share, volume }) =>
          `<b>trial ${trial}</b> · ${shareWords(share)}<br>hypervolume ${formatNumber(volume)}${data.curves.length > 1 ? `<br>${escapeText(name)}` : ""}`,
      ),
      { ...markers.best(data.curves.length > 1 ? 6 : 8), color: token(colour) },
      { cliponaxis: false },
    ),
  ];
}
