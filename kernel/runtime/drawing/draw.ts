/** A value → the MIME bundle that Jupyter shows. */
import type { MimeBundle } from "../protocol.ts";
import { cleanBundle } from "./bundle.ts";
import { drive } from "./drive.ts";
import { elementOf } from "./elements.ts";
import { frameOf, recordsOf } from "./frames.ts";
import { described, ownBundle } from "./own.ts";
import { pictureOf } from "./pictures.ts";
import { specOf } from "./specs.ts";
import { tableHtml } from "./table.ts";
import { tensorHtml } from "./tensors.ts";
import { plain } from "./text.ts";

/** What goes on the page: a bundle, and Jupyter's metadata of it. */
export interface Drawn {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  /** What went wrong on the way, for the cell's stderr where the text that says it may not be what is shown. */
  problem?: string;
}

/**
 * Draws `value`, at once unless one of its representations is asynchronous; a value that is itself a
 * promise is shown, not awaited. A representation that throws is reported in the text instead of
 * failing the cell.
 */
export function draw(value: unknown): Drawn | Promise<Drawn> {
  return drive(drawing(value));
}

function* drawing(value: unknown): Generator<unknown, Drawn, unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) {
    return { data: { "text/plain": plain(value) }, metadata: {} };
  }
  const { bundle, metadata, problems, silent } = yield* ownBundle(value);
  // Whatever says that it is drawn as nothing has been shown already.
  if (bundle && Object.keys(bundle).length === 0) return { data: {}, metadata };
  let data: MimeBundle = {};
  try {
    const given = bundle ?? (typeof value === "function" || silent ? {} : yield* builtIn(value));
    data = cleanBundle(given, problems);
  } catch (failure) {
    problems.push(described(failure));
  }
  if (typeof data["text/plain"] !== "string") data = { "text/plain": plain(value), ...data };
  return withProblems({ data, metadata }, problems);
}

/** Says in the text, and beside what hides it, what went wrong. */
export function withProblems(drawn: Drawn, problems: readonly string[]): Drawn {
  if (problems.length === 0) return drawn;
  const problem = problems.map((text) => `(drawing it failed${inWords(text)})`).join("\n");
  const { "text/plain": text = "", ...rest } = drawn.data;
  return {
    data: { "text/plain": `${String(text)}${text === "" ? "" : "\n"}${problem}`, ...rest },
    metadata: drawn.metadata,
    problem: Object.keys(rest).length > 0 ? problem : undefined,
  };
}

const inWords = (text: string) => (text.startsWith("in ") ? ` ${text}` : `: ${text}`);

/** What is known of values that say nothing themselves. */
function* builtIn(value: object): Generator<unknown, MimeBundle, unknown> {
  const object = value as Record<string, unknown>;
  // Their own inspection is all there is to them; and nothing here must set off what they do when read.
  if (value instanceof Promise || value instanceof Error) return {};
  const picture = yield* pictureOf(value);
  if (picture !== undefined) return picture;
  const frame = frameOf(value) ?? recordsOf(value);
  if (frame !== undefined) return { "text/html": tableHtml(frame) };
  const tensor = tensorHtml(value);
  if (tensor !== undefined) return { "text/html": tensor };
  return specOf(object) ?? elementOf(object) ?? {};
}
