/** The card in text: for terminals, for text/plain, and for those who cannot see pictures. */
import type { CardModel } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import { bestSoFarSparkline } from "../panel/text.ts";
import { plainWords } from "./expectation.ts";

/** Head, best and what to expect of it, parameters, what decides, advice, the next step. */
export function cardText(study: StudyView, model: CardModel, width = 60): string {
  const { best, front, importances, advice, next } = model;
  const blocks: string[][] = [[`${model.title}: ${model.facts.join(" · ")}`]];
  const found = best.text === "" ? best.label : `${best.label} ${best.text}`;
  const head = [`${found}${best.remark === "" ? "" : ` · ${best.remark}`}`];
  if (!front) {
    const line = bestSoFarSparkline(study, width);
    if (line.length > 1) head.push(line);
  }
  if (model.expectation.length > 0) head.push(...wrapped(plainWords(model.expectation), width));
  if (front) head.push(...frontLines(front));
  blocks.push(head);
  if (model.params.length > 0) {
    const longest = Math.max(...model.params.map(({ name, depth }) => name.length + 2 * depth));
    blocks.push([
      ...(model.paramsTitle === "" ? [] : [model.paramsTitle]),
      ...model.params.map(({ name, text, depth }) =>
        `  ${`${"· ".repeat(depth)}${name}`.padEnd(longest)}  ${text}`.trimEnd(),
      ),
    ]);
  }
  if (importances) {
    const most = Math.max(...importances.rows.map(({ share }) => share));
    blocks.push([
      importances.title,
      ...importances.rows.map(
        ({ name, share, text }) =>
          `  ${name.padEnd(16)} ${"█".repeat(Math.max(1, Math.round((share / most) * 24)))} ${text}`,
      ),
    ]);
  }
  blocks.push([
    model.adviceTitle,
    ...advice.flatMap(({ words, copy }) => {
      const [first = "", ...rest] = wrapped(plainWords(words), width - 2);
      const code = copy ? [`  ${copy.text}`] : [];
      return [`- ${first}`, ...rest.map((line) => `  ${line}`), ...code];
    }),
  ]);
  blocks.push([next.title, `  ${next.code}`, ...wrapped(next.remark, width)]);
  return blocks.map((lines) => lines.join("\n")).join("\n\n");
}

function frontLines({ columns, rows }: NonNullable<CardModel["front"]>): string[] {
  const table = [
    ["", ...columns, "trial"],
    ...rows.map(({ name, cells, trial }) => [name, ...cells, String(trial)]),
  ];
  const widths = table[0]!.map((_, k) => Math.max(...table.map((row) => (row[k] ?? "").length)));
  return table.map((row) =>
    row
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
      .join("  ")
      .trimEnd(),
  );
}

/** A text in lines of at most `width` characters; a word that is longer has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((part) => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}
