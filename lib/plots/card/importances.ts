import type { CardModel } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import { formatNumber, formatPercent } from "../common/numbers.ts";
import { cut } from "../common/words.ts";
import { importancesData } from "../importances/data.ts";
import { frontKey } from "../importances/words.ts";

/** The bars of the card; the rest of the parameters share what is left. */
const MOST_BARS = 6;

/** Smaller shares are left out: they would be slivers. */
const LEAST_SHARE = 0.005;

/** What decides, and what is clear of the parameters that do. */
export interface Deciding {
  /** Null where nothing can be told. */
  readonly bars: CardModel["importances"];
  /** "learningRate", "best near 0.1": of those that matter most, where the trials say it clearly. */
  readonly advice: readonly { readonly name: string; readonly text: string }[];
}

/** Importances with their intervals; of several objectives what leads to the front. */
export function decidingParameters(study: StudyView): Deciding {
  const { rows, studies, isFront } = importancesData([{ name: study.name, study }]);
  const [own] = studies;
  if (own === undefined || own.reason !== undefined) return { bars: null, advice: [] };
  const shown = rows.flatMap(({ name, shares, isStrong }) => {
    const [share] = shares;
    return share === undefined || share.share < LEAST_SHARE
      ? []
      : [bar(name, share.share, [share.low, share.high], isStrong)];
  });
  const trials = formatNumber(own.trials);
  return {
    bars: barsOf(isFront ? frontKey(trials) : `what sets the best tenth of ${trials} apart`, shown),
    advice: rows.flatMap(({ name, advice, isStrong }) =>
      isStrong && advice !== "" ? [{ name: cut(name), text: advice }] : [],
    ),
  };
}

type Bar = NonNullable<CardModel["importances"]>["rows"][number];

function barsOf(title: string, rows: readonly Bar[]): CardModel["importances"] {
  return rows.length === 0 ? null : { title, rows: rows.slice(0, MOST_BARS) };
}

function bar(
  name: string,
  share: number,
  interval: readonly [number, number],
  strong: boolean,
): Bar {
  const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
  return {
    name: cut(name, 16),
    share: rounded(share),
    interval: [rounded(interval[0]), rounded(interval[1])],
    text: formatPercent(Math.round(share * 100) / 100),
    strong,
  };
}
