/** Where the names that a cell uses were declared by earlier cells: their documentation and their source. */

import { parseSync } from "../emit/packages.ts";
import { plainNames, takenFrom } from "./document-text.ts";
import type { LspHover } from "./inspection.ts";
import { type CellOverlays, PREFIX, type Slot } from "./overlay.ts";
import { LineIndex } from "./positions.ts";
import type { LanguageServer } from "./server.ts";

/** A place in a document, as the protocol counts: lines from 0, UTF-16 columns. */
export interface DocumentPosition {
  line: number;
  character: number;
}

/** A place in one of the server's documents. */
export interface DocumentPlace {
  textDocument: { uri: string };
  position: DocumentPosition;
}

interface Location {
  uri: string;
  range: { start: DocumentPosition };
}

/** What is known of a declaration. */
export interface Origin {
  hover: LspHover | null | undefined;
  /** The statement that declares it. */
  source: string;
}

/** A source is cut after so many characters: a table typed into a cell is no documentation. */
const LONGEST_SOURCE = 8000;

/** Follows names from the slot to the cells that declared them. */
export class Origins {
  readonly #server: LanguageServer;
  readonly #overlays: CellOverlays;
  readonly #timeout: number;

  /** @param timeout milliseconds that one answer of the server may take */
  constructor(server: LanguageServer, overlays: CellOverlays, timeout: number) {
    this.#server = server;
    this.#overlays = overlays;
    this.#timeout = timeout;
  }

  /** The origin of what stands at `position` of the slot; undefined for what no earlier cell declared. */
  async find(slot: Slot, position: DocumentPosition): Promise<Origin | undefined> {
    const uri = this.#server.uri(slot.name);
    const near = await this.#definition(slot, position);
    // A variable leads to the header, whose type leads on to the cell.
    const far =
      near?.uri === uri && near.range.start.line === 0
        ? await this.#definition(slot, behindType(slot.text, near.range.start))
        : near;
    const document = far && this.#overlays.document((name) => this.#server.uri(name) === far.uri);
    if (!document) return undefined;
    const { start } = far.range;
    // A global that nobody declared has no place of its own: only what the document exports for it.
    const declared = new LineIndex(document.text).offset(start.line, start.character);
    if (document.text.startsWith(PREFIX, declared)) return undefined;
    const [hover, source] = [
      await this.#ask<LspHover | null>("textDocument/hover", far.uri, start),
      statementAt(document.name, document.text, start),
    ];
    return { hover, source };
  }

  /** What is said of a function where it is declared: of `tuners.tpe` the property itself knows the type alone. */
  async ofType(place: DocumentPlace): Promise<LspHover | null | undefined> {
    const { textDocument, position } = place;
    const answer = await this.#ask<Location | Location[] | null>(
      "textDocument/typeDefinition",
      textDocument.uri,
      position,
    );
    const at = Array.isArray(answer) ? answer[0] : answer;
    if (!at) return undefined;
    return this.#ask<LspHover | null>("textDocument/hover", at.uri, at.range.start);
  }

  async #definition(slot: Slot, position: DocumentPosition): Promise<Location | undefined> {
    // A check may have taken the slot meanwhile.
    this.#server.write(slot.name, slot.text);
    const uri = this.#server.uri(slot.name);
    const answer = await this.#ask<Location | Location[] | null>(
      "textDocument/definition",
      uri,
      position,
    );
    return (Array.isArray(answer) ? answer[0] : answer) ?? undefined;
  }

  #ask<Answer>(method: string, uri: string, position: DocumentPosition) {
    return this.#server.ask<Answer>(method, { textDocument: { uri }, position }, this.#timeout);
  }
}

/** Where the header says what the variable declared at `position` is the type of. */
const behindType = (text: string, { line, character }: DocumentPosition): DocumentPosition => ({
  line,
  character: character + takenFrom(text, character),
});

function statementAt(name: string, text: string, position: DocumentPosition): string {
  const offset = new LineIndex(text).offset(position.line, position.character);
  const { body } = parseSync(name, text, { sourceType: "module" }).program;
  const found = body.find(({ start, end }) => start <= offset && offset < end);
  // Between two cells of a document stands a semicolon, which ends a statement that has none of its own.
  const own = found ? text.slice(found.start, found.end).replace(/\n;$/, "") : "";
  const source = plainNames(own);
  return source.length > LONGEST_SOURCE ? `${source.slice(0, LONGEST_SOURCE)}…` : source;
}
