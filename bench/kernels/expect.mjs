// A figure counts only where the answer was right.
import { stripVTControlCharacters } from "node:util";
import { printed } from "../support/kernel.mjs";

/** The kernel answered, and the answer is wrong. */
export class Wrong extends Error {}

/** @throws Wrong unless exactly this text was printed and shown */
export function expectText(answer, text) {
  const got = stripVTControlCharacters(printed(answer));
  if (answer.reply?.status === "error" || answer.reply?.status === "aborted")
    throw new Wrong(`${answer.reply.status}: ${answer.reply.evalue ?? ""}`.slice(0, 200));
  if (got === text) return;
  if (text.length < 100)
    throw new Wrong(`${JSON.stringify(got.slice(0, 100))} instead of ${JSON.stringify(text)}`);
  const [all, there] = [text, got].map((all) => all.split("\n").length - 1);
  throw new Wrong(all > 1 ? `${there} of ${all} lines` : `${got.length} of ${text.length} bytes`);
}

/** Runs a cell that shows or prints a short text; resolves with the milliseconds until that is there, too. */
export async function timed(kernel, code, text) {
  const until = (outputs) => stripVTControlCharacters(printed({ outputs })).trim() === text;
  return (await kernel.execute(code, { until, patience: 20_000 })).ms;
}
