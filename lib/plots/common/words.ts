/** The words of figures: names of measures, and text of users made safe to draw. */
import type { Direction } from "../../study/observer.ts";

/** Names longer than this are cut where they are drawn; the hover has them whole. */
export const LONGEST_NAME = 24;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // Plotly hands text between two of these to MathJax, where a page has it.
  $: "&#36;",
};

/**
 * A user's text for the small HTML that Plotly draws: it can neither open a tag, nor become a formula,
 * nor pass for a colour token.
 */
export function escapeText(text: string): string {
  return oneLine(text)
    .replace(/[&<>"'$]/g, (sign) => ENTITIES[sign] ?? sign)
    .replaceAll("token:", "token&#58;");
}

/** Text without line breaks and control characters, which no label can draw. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

/** A sentence with its full stop, if it does not end by itself. */
export function ended(sentence: string): string {
  return sentence === "" || /[.…!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Lines as sentences of one line: where the next begins with a capital, the one before has its full stop. */
export function inOneLine(lines: string): string {
  return oneLine(ended(lines.trim().replace(/([^\s.…!?:,;])\s*\n\s*(?=\p{Lu})/gu, "$1. ")));
}

/** Cuts a text to at most `length` characters (not code units), the last being "…". */
export function cut(text: string, length = LONGEST_NAME): string {
  const characters = [...oneLine(text)];
  return characters.length <= length
    ? characters.join("")
    : `${characters.slice(0, length - 1).join("")}…`;
}

const SHORT_FORMS: Record<string, string> = {
  val: "validation",
  acc: "accuracy",
  err: "error",
};

/** How an objective is called in a sentence: `valLoss` → "validation loss", `f1_score` → "f1 score". */
export function measureName(objective: string): string {
  const words = oneLine(objective)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[\s_]+/)
    .filter((word) => word !== "")
    // Capitals are kept where they are a name of their own: RMSE, AUC.
    .map((word) => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()))
    .map((word) => SHORT_FORMS[word] ?? word);
  return words.length === 0 ? "objective" : words.join(" ");
}

/** What stands above a value axis: "validation loss · lower is better ↓". Escaped. */
export function axisTitle(objective: string, direction: Direction, log = false): string {
  const better = direction === "minimize" ? "lower is better ↓" : "higher is better ↑";
  return `${escapeText(cut(measureName(objective), 48))}${log ? " (log)" : ""} · ${better}`;
}

/** The first letter as a capital. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** ["a", "b", "c"] → "a, b and c". */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
