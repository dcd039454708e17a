import { analysis } from "../../analysis/index.ts";
import type { CardModel } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import { shortName } from "../common/parameter-names.ts";
import { formatPercent } from "../common/numbers.ts";
import { cut } from "../common/words.ts";

/** The bars of the card; the rest of the parameters share what is left. */
const MOST_BARS = 6;

/** Bars are dark until so much is explained. */
const EXPLAINED = 0.7;

/** What decides, as bars; null where nothing can be told. */
export function importanceBars(study: StudyView): CardModel["importances"] {
  const { parameters, reason } = analysis.importance(study);
  if (reason !== undefined) return null;
  const rows = parameters.filter(({ importance }) => importance >= 0.005).slice(0, MOST_BARS);
  if (rows.length === 0) return null;
  const several = Object.keys(study.objectives).length > 1;
  let before = 0;
  return {
    title: several ? "what leads to the front" : "what sets the best tenth apart",
    rows: rows.map(({ path, importance }) => {
      const strong = before < EXPLAINED;
      before += importance;
      return {
        name: cut(shortName(study.space, path), 16),
        share: Math.round(importance * 1e4) / 1e4,
        text: formatPercent(Math.round(importance * 100) / 100),
        strong,
      };
    }),
  };
}
