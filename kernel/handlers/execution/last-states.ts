/**
 * Consoles in a terminal (jupyter console, Qt's) print what is displayed and pass over every update of it,
 * so that a panel or a bar would stay in its first state. They get the last one once more, as text, before
 * their cell ends.
 *
 * Nothing in the protocol says what a front end shows. But those in which one types line by line ask whether
 * a text is complete, and those with a page name the cell that they run.
 */
import type { OutputMessage } from "../../runtime/client.ts";
import type { RequestContext } from "../handler.ts";

type DisplayMessage = Extract<OutputMessage, { type: "display" }>;

/** What a console has been shown under a display id, and what is to be seen there now. */
interface State {
  shown: string;
  now: string;
}

/** The displays that consoles have fallen behind with, by the request whose cell draws them. */
export class LastStates {
  readonly #consoles = new Set<string>();
  readonly #watched = new Map<RequestContext, Map<string, State>>();

  /** The sender has asked whether a text is complete. */
  typed({ client }: RequestContext): void {
    this.#consoles.add(client);
  }

  /** A request's cell begins: from here on its displays are followed, where a console asked for it. */
  begin(request: RequestContext): void {
    const onPage = typeof request.metadata["cellId"] === "string";
    if (!onPage && this.#consoles.has(request.client)) this.#watched.set(request, new Map());
  }

  /** Something is published on behalf of `request`. */
  note(request: RequestContext | undefined, { displayId, data, update }: DisplayMessage): void {
    const states = request && this.#watched.get(request);
    if (!states || displayId === undefined) return;
    const text = [data["text/plain"] ?? ""].flat().join("");
    const state = states.get(displayId);
    if (!update) states.set(displayId, { shown: text, now: text });
    else if (state) state.now = text;
    else states.set(displayId, { shown: "", now: text });
  }

  /** The cell of `request` has cleared what it had shown. */
  cleared(request: RequestContext | undefined): void {
    if (request) this.#watched.get(request)?.clear();
  }

  /** The cell ends: the texts that its console has not seen yet. */
  end(request: RequestContext): string[] {
    const states = [...(this.#watched.get(request)?.values() ?? [])];
    this.#watched.delete(request);
    return states.filter(({ shown, now }) => now !== "" && now !== shown).map(({ now }) => now);
  }
}
