/** Hover and signature help of the language server as Markdown and as plain text. */

import { plainNames } from "./document-text.ts";

/** The protocol's answer to `textDocument/hover`, as far as it is used. */
export interface LspHover {
  contents: string | { value: string } | (string | { value: string })[];
}

/** The protocol's answer to `textDocument/signatureHelp`, as far as it is used. */
export interface LspSignatures {
  signatures: { label: string; documentation?: string | { value: string } }[];
  activeSignature?: number;
}

/** What stands at a place. */
export interface Inspection {
  markdown: string;
  text: string;
}

const IDENTIFIER_PART = /[\p{ID_Continue}$]/u;

/** Where to hover: a cursor right behind a name means that name. */
export function hoverOffset(code: string, offset: number): number {
  const at = code[offset] ?? "";
  const before = code[offset - 1] ?? "";
  return offset > 0 && !IDENTIFIER_PART.test(at) && IDENTIFIER_PART.test(before)
    ? offset - 1
    : offset;
}

/** A hover's text; undefined if it is empty. */
export function fromHover(hover: LspHover | null | undefined): Inspection | undefined {
  if (!hover) return undefined;
  const parts = Array.isArray(hover.contents) ? hover.contents : [hover.contents];
  const markdown = parts
    .map((part) => plainNames(typeof part === "string" ? part : part.value))
    .join("\n\n")
    .replace(/^(```\w*\n)\(alias\) /, "$1")
    .trim();
  // What the compiler says of a name that there is not.
  if (/^```\w*\nany\n```$/.test(markdown)) return undefined;
  return markdown ? { markdown, text: plain(markdown) } : undefined;
}

/** Whether nothing is known of a function but its type, as of one that is a property of an object. */
export function isBareFunction({ markdown }: Inspection): boolean {
  return /^```\w*\n\(property\) [^\n]*=> [^\n]*\n```$/.test(markdown);
}

/** Adds what the cell says that declared it: its documentation and, with `all`, its source. */
export function withOrigin(
  found: Inspection,
  origin: { hover: LspHover | null | undefined; source: string } | undefined,
  all: boolean,
): Inspection {
  if (!origin) return found;
  const described = fromHover(origin.hover);
  // Of a variable the cell itself knows the type, but only its declaration the documentation.
  const known = described && described.text.length > found.text.length ? described : found;
  if (!all || origin.source === "") return known;
  return {
    markdown: `${known.markdown}\n\n\`\`\`typescript\n${origin.source}\n\`\`\``,
    text: `${known.text}\n\n${origin.source}`,
  };
}

/** The signature of the call around the cursor; with `all`, its overloads as well. */
export function fromSignatures(
  help: LspSignatures | null | undefined,
  all: boolean,
): Inspection | undefined {
  if (!help?.signatures.length) return undefined;
  const active = help.signatures[help.activeSignature ?? 0] ?? help.signatures[0]!;
  const shown = all ? help.signatures : [active];
  const documentation =
    typeof active.documentation === "string" ? active.documentation : active.documentation?.value;
  const markdown = `\`\`\`typescript\n${shown.map(({ label }) => plainNames(label)).join("\n")}\n\`\`\`\n${documentation ?? ""}`;
  return { markdown: markdown.trim(), text: plain(markdown) };
}

/** Markdown without fences and marks of links. */
function plain(markdown: string): string {
  return markdown
    .replace(/^```.*$\n?/gm, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim();
}
