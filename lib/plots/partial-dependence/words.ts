/** What effects say: title, key, alt text, and the bars of a terminal. */
import { counted, formatMeasure, formatNumber, formatPercent } from "../common/numbers.ts";
import { textBar, textTable } from "../common/text-table.ts";
import { tint } from "../common/theme.ts";
import { formatSetting } from "../common/trial-words.ts";
import { capital, cut, listed } from "../common/words.ts";
import type { DependenceData, Effect } from "./data.ts";

/** "a factor of 12", "3%", "0.043": how much a parameter changes the objective. Plain text. */
function spanWords(data: DependenceData, { span }: Effect): string {
  if (data.deciding?.scale !== "log") return formatNumber(span, 2);
  const factor = 10 ** span;
  return factor < 1.095 ? formatPercent(factor - 1) : `a factor of ${formatNumber(factor, 2)}`;
}

function bestSetting({ axis, best }: Effect): string {
  if (best === undefined) return "";
  const value = axis.isCategorical ? axis.choices[best.at] : Number(best.at.toPrecision(2));
  return cut(formatSetting(value), 20);
}

/** What was found; plain text. */
export function dependenceTitle(data: DependenceData): string {
  const [first] = data.effects;
  const name = cut(data.objective.measure, 30);
  if (first === undefined) return `${capital(name)}: too little is known of its parameters yet`;
  if (first.span < 1e-9) return `No parameter makes a difference to ${name}`;
  return `${cut(first.axis.name)} changes ${name} most, by ${spanWords(data, first)}: best ${first.axis.isCategorical ? "" : "near "}${bestSetting(first)}`;
}

/** "60 trials", "200 of 475 trials". */
function learntWords({ lessons, learnt }: DependenceData): string {
  return learnt < lessons
    ? `${formatNumber(learnt)} of ${counted(lessons, "trial")}`
    : counted(lessons, "trial");
}

/** The key; escaped. */
export function dependenceKey(data: DependenceData): string {
  const model = data.kind === "forest" ? "a random forest" : "a Gaussian process";
  return [
    `${tint("belief", "<b>━ mean effect</b>")} with its ${tint("belief", "50% and 95% bands")}, learnt by ${model} from ${learntWords(data)}`,
    tint("best", "<b>★</b>") + " setting of the best trial",
    data.remark,
  ]
    .filter((part) => part !== "")
    .join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function dependenceAlt(data: DependenceData): string {
  if (data.effects.length === 0)
    return `Partial dependence: ${counted(data.lessons, "trial")} with a value are too few, or all alike.`;
  const others = data.effects
    .slice(1, 4)
    .map((effect) => `${cut(effect.axis.name)} by ${spanWords(data, effect)}`);
  return [
    `Partial dependence of ${cut(data.objective.measure, 40)} on ${counted(data.effects.length, "parameter")}, learnt from ${learntWords(data)}: ${dependenceTitle(data)}`,
    others.length > 0 ? `; then ${listed(others)}` : "",
    ".",
  ].join("");
}

/** What a terminal shows: how much each parameter changes the objective, and where it is best. */
export function dependenceText(data: DependenceData): string {
  if (data.effects.length === 0) return dependenceAlt(data);
  const most = data.effects[0]!.span || 1;
  const rows = data.effects.map((effect) => [
    cut(effect.axis.name, 20),
    textBar(effect.span / most, 16),
    spanWords(data, effect),
    `best ${bestSetting(effect)}, about ${formatMeasure(effect.best?.value)}`,
  ]);
  return [dependenceTitle(data), "", textTable(rows)].join("\n");
}
