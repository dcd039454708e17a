/** What the course shows in a cell: a sentence or a few, with a mark that says of which kind. */
import type { MimeBundle } from "../display/host.ts";

/** What a card is about; it decides mark and colour. */
export type CardKind = "pass" | "fail" | "untried" | "broken" | "note" | "locked";

// Colours that can be told apart on a light and on a dark page; the mark repeats what they say.
const looks: Record<CardKind, { mark: string; colour: string }> = {
  pass: { mark: "✓", colour: "#0c9586" },
  fail: { mark: "✗", colour: "#d0404c" },
  untried: { mark: "○", colour: "#7d8998" },
  broken: { mark: "!", colour: "#c97200" },
  note: { mark: "→", colour: "#3d82e6" },
  locked: { mark: "●", colour: "#3d82e6" },
};

/** Draws itself as the last value of a cell, and is a line or a few of text elsewhere. */
export class Card {
  readonly #kind: CardKind;
  readonly #title: string;
  readonly #lines: readonly string[];
  readonly #code: string | undefined;

  /** @param parts `title` is the finding, `lines` what follows from it, `code` a listing */
  constructor(parts: { kind: CardKind; title: string; lines?: readonly string[]; code?: string }) {
    this.#kind = parts.kind;
    this.#title = parts.title;
    this.#lines = (parts.lines ?? []).filter((line) => line !== "");
    this.#code = parts.code;
  }

  toString(): string {
    const body = [...this.#lines, ...(this.#code?.split("\n") ?? [])];
    return [`${looks[this.#kind].mark} ${this.#title}`, ...body.map((line) => `  ${line}`)].join(
      "\n",
    );
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  [Symbol.for("Jupyter.display")](): MimeBundle {
    const { mark, colour } = looks[this.#kind];
    const paragraph = (line: string) => `<div style="margin-top:4px">${escapeHtml(line)}</div>`;
    const listing = this.#code
      ? `<pre style="margin:8px 0 0;background:none;white-space:pre-wrap">${escapeHtml(this.#code)}</pre>`
      : "";
    return {
      "text/html":
        `<div role="note" style="border-left:3px solid ${colour};padding:6px 12px;max-width:72ch;line-height:1.45">` +
        `<div style="font-weight:600"><span style="color:${colour}" aria-hidden="true">${mark}</span> ${escapeHtml(this.#title)}</div>` +
        this.#lines.map(paragraph).join("") +
        listing +
        "</div>",
      "text/plain": this.toString(),
    };
  }
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
