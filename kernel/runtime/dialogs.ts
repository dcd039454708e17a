/** `prompt`, `confirm` and `alert`, as browsers and Deno have them: they wait for the user. */
import { print } from "./output.ts";
import { askNow, askingCell, NoInputError, type QuestionOptions } from "./user-input.ts";

/**
 * Asks for a line of text. An empty answer gives the default, or an empty text where there is none:
 * front ends have no way to say "cancel", which is null in a browser.
 */
function prompt(message: unknown = "", given?: string | QuestionOptions): string {
  if (typeof given === "object" && given !== null) return askNow(String(message), given);
  const fallback = given === undefined || given === null ? "" : String(given);
  const shown = fallback === "" ? String(message) : `${String(message)} [${fallback}] `;
  return withoutEnd(askNow(shown)) || fallback;
}

/** Control-D instead of an answer is an empty one. */
function withoutEnd(answer: string): string {
  return answer === "\u0004" ? "" : answer;
}

/** Asks a question whose answer is yes or no. */
function confirm(message: unknown = "Confirm"): boolean {
  return /^\s*y(es)?\s*$/i.test(askNow(`${String(message)} [y/N] `));
}

/** Shows a message and waits until the user has read it; where nobody can answer it is only printed. */
function alert(message: unknown = "Alert"): void {
  try {
    askingCell();
  } catch (error) {
    if (!(error instanceof NoInputError)) throw error;
    return print("stdout", `${String(message)}\n`);
  }
  askNow(`${String(message)} [Enter] `);
}

/** Puts them where cells find them. */
export function installDialogs(): void {
  for (const dialog of [prompt, confirm, alert]) {
    Object.defineProperty(globalThis, dialog.name, {
      value: dialog,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
}
