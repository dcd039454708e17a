/** What a genealogy says: title, key, alt text, and what a terminal shows. */
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { shortName } from "../common/parameter-names.ts";
import { textTable } from "../common/text-table.ts";
import { tint, type TokenName } from "../common/theme.ts";
import { stateSentence, trialHover } from "../common/trial-words.ts";
import type { Space } from "../../space/space.ts";
import { cut, escapeText, listed } from "../common/words.ts";
import type { GenealogyData, Member } from "./data.ts";

/** The trials of the focus' line that have no parents themselves. */
function foundersOf({ members, line }: GenealogyData): Member[] {
  return members.filter(({ number, parents }) => line.has(number) && parents.length === 0);
}

/** "The best, trial 43, descends from 5 of the 12 founders, over 6 generations"; plain text. */
export function genealogySentence(data: GenealogyData): string {
  const { focus, isAsked, members } = data;
  const [first] = focus;
  if (first === undefined) return "No trial is complete yet, so none is the best";
  const generations = focus.reduce((most, { generation }) => Math.max(most, generation), 0);
  const isOne = focus.length === 1;
  const who = isAsked
    ? `Trial ${first.number}`
    : data.objective.several
      ? isOne
        ? `The front, trial ${first.number} alone,`
        : `The ${formatNumber(focus.length)} trials of the front`
      : `The best, trial ${first.number},`;
  if (generations === 0)
    return `${who} ${isOne ? "has no parents: it was" : "have no parents: they were"} drawn, not bred`;
  const all = members.filter(({ parents }) => parents.length === 0).length;
  const many = `${formatNumber(foundersOf(data).length)} of the ${counted(all, "founder")}`;
  return `${who} ${isOne ? "descends" : "descend"} from ${many}, over ${counted(generations, "generation")}`;
}

/** How the members behind the front are drawn: those of the second, the third, and further ones. */
export const BEHIND: readonly TokenName[] = ["quality4", "quality2", "quality1"];

/** The key; escaped. */
export function genealogyKey(data: GenealogyData, drawn: number, edges: number): string {
  const { objective, line, members, focus, isAsked } = data;
  const of = (state: string) => members.filter(({ trial }) => trial.state === state).length;
  const early = of("pruned") + of("paused") + of("interrupted");
  const count = (number: number) => formatNumber(number);
  const ancestors = line.size - focus.length;
  const whose = isAsked ? `ancestry of trial ${focus[0]?.number}` : "its ancestry";
  const others = members.filter((one) => !line.has(one.number) && one.trial.state === "complete");
  const parts = [
    objective.several && !isAsked && focus.length > 0 ? tint("bestText", "<b>★ the front</b>") : "",
    focus.length === 0
      ? ""
      : `${tint("bestText", `<b>━ ${whose}</b>`)}, ${counted(ancestors, "trial")}`,
    `${tint("axis", "<b>━</b>")} from parent to child`,
    objective.several
      ? `${BEHIND.map((colour) => tint(colour, "●")).join("")} second, third, further fronts`
      : `${tint("done", "●")} ${count(others.length)} others`,
    early > 0 ? `${tint("pruned", "<b>○</b>")} ${count(early)} stopped early` : "",
    of("failed") > 0 ? `${tint("failed", "<b>×</b>")} ${count(of("failed"))} failed` : "",
    of("running") > 0 ? `${tint("running", "<b>◉</b>")} ${count(of("running"))} running` : "",
    drawn < edges ? `the latest ${count(drawn)} of ${count(edges)} lines` : "",
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

const ORIGINS: Readonly<Record<string, string>> = {
  blend: "mixed",
  mutation: "mutated",
  second: "from the second",
};

/** "learningRate mixed, activation mutated": what is not simply the first parent's; plain text. */
function madeOf({ origins, trial }: Member, space: Space): string[] {
  return Object.entries(origins).flatMap(([path, origin]) => {
    const words = ORIGINS[origin];
    // What came of a parent's parameter that the child does not have says nothing.
    return words === undefined || !(path in trial.point)
      ? []
      : [`${cut(shortName(space, path), 20)} ${words}`];
  });
}

/** A trial's hover: who its parents are, and where its values come from; escaped. */
export function memberHover(member: Member, measure: string, space: Space): string {
  const { parents, generation } = member;
  const made = madeOf(member, space);
  const more = made.length > 5 ? [...made.slice(0, 5), `and ${made.length - 5} more`] : made;
  const birth =
    parents.length === 0
      ? "a founder: it has no parents"
      : `generation ${generation}, of ${parents.length === 1 ? "trial" : "trials"} ${listed(parents.map(String))}`;
  const lines = [trialHover(member.trial, measure), birth, ...more.map(escapeText)];
  return lines.join("<br>");
}

/** Kind, finding and counts; plain text. */
export function genealogyAlt(data: GenealogyData): string {
  const { members, children, line, focus } = data;
  const ancestors = line.size - focus.length;
  return `Genealogy of ${counted(members.length, "trial")}, ${formatNumber(children)} of them with parents: ${genealogySentence(data)}, with ${counted(ancestors, "ancestor")}.`;
}

/** Lines of the ancestry that a terminal shows. */
const MOST_LINES = 14;

/** What a terminal shows: the ancestry from the newest on. */
export function genealogyText(data: GenealogyData, space: Space): string {
  const { members, line, objective } = data;
  const ancestry = members.filter(({ number }) => line.has(number)).toReversed();
  const rows = ancestry.slice(0, MOST_LINES).map((member) => {
    const from = member.parents.length === 0 ? "a founder" : `← ${member.parents.join(", ")}`;
    const value =
      member.value === undefined
        ? cut(stateSentence(member.trial, objective.measure), 12)
        : formatMeasure(member.value);
    return [String(member.number), value, from, cut(madeOf(member, space).join(", "), 34)];
  });
  const rest = ancestry.length - rows.length;
  return [
    genealogySentence(data),
    "",
    textTable([["trial", cut(objective.measure, 16), "parents", ""], ...rows], [0, 1]),
    ...(rest > 0 ? [`and ${counted(rest, "older one")}`] : []),
  ].join("\n");
}
