import { randomUUID } from "node:crypto";
import { BadRequestError } from "./read-content.ts";
import { SerialQueue } from "./serial-queue.ts";

/** A request names a subshell that is not there. */
export class UnknownSubshellError extends BadRequestError {
  override name = "UnknownSubshell";

  /** @param id what the request named, whatever it is */
  constructor(id: unknown) {
    super(
      `There is no subshell ${JSON.stringify(id)}: it was deleted, or never created. ` +
        `Create one with a create_subshell_request, or name none to use the main shell.`,
    );
  }
}

/**
 * The queues in which executions wait for their turn: the main shell's, and one for each subshell
 * (Jupyter enhancement proposal 91). All run in one runtime, where they take turns whenever one of
 * them awaits something.
 */
export class Shells {
  readonly #main = new SerialQueue();
  readonly #subshells = new Map<string, SerialQueue>();

  /** A new subshell; gives its id. */
  create(): string {
    const id = randomUUID();
    this.#subshells.set(id, new SerialQueue());
    return id;
  }

  /**
   * Nothing can be sent to the subshell any more. What runs in it goes on to its end; what waits
   * is cancelled.
   * @throws UnknownSubshellError
   */
  delete(id: string): void {
    const queue = this.#subshells.get(id);
    if (!queue) throw new UnknownSubshellError(id);
    this.#subshells.delete(id);
    queue.cancelWaiting();
  }

  /** The subshells, in the order of their creation. */
  get ids(): string[] {
    return [...this.#subshells.keys()];
  }

  /** The queue of a request whose header says `id`: the main one where it says nothing; undefined if there is no such subshell. */
  queue(id: unknown): SerialQueue | undefined {
    if (id === undefined || id === null) return this.#main;
    return typeof id === "string" ? this.#subshells.get(id) : undefined;
  }
}
