/** What can be opened in the variables' view: containers and their parts, and the numbers under which front ends know them. */
import type { RemoteObject } from "./inspector.ts";
import { DebugRequestError, type Variable } from "./protocol.ts";

/** A part of a container. */
export interface Part {
  name: string;
  /** Its value; left out for a getter, which is run only when it is opened, and for a page. */
  value?: RemoteObject;
  /** What is shown instead of a value. */
  text?: string;
  /** What opens, where that is not the value itself. */
  container?: Container;
  /** The expression that reads it. */
  evaluateName?: string;
  hint?: Variable["presentationHint"];
}

/** Which parts are asked for. */
export interface Page {
  filter?: "indexed" | "named";
  start?: number;
  count?: number;
}

/** Something with parts. */
export interface Container {
  parts(page: Page): Promise<Part[]>;
  /** Gives a part another value; left out where that is impossible. */
  write?(name: string, value: RemoteObject): Promise<void>;
}

/** What stands under numbers in the answers to the front end, until it is dropped. */
export class Handles {
  readonly #containers = new Map<number, { container: Container; group: string }>();
  #last = 0;

  /** A number for a container. */
  add(container: Container, group: string): number {
    this.#containers.set(++this.#last, { container, group });
    return this.#last;
  }

  /** @throws DebugRequestError where the number means nothing any more */
  get(reference: number): { container: Container; group: string } {
    const found = this.#containers.get(reference);
    if (found) return found;
    throw new DebugRequestError(
      "This variable was looked at before the program went on; open it again from its scope.",
    );
  }

  /** Forgets all of a group. */
  drop(group: string): void {
    for (const [reference, held] of this.#containers) {
      if (held.group === group) this.#containers.delete(reference);
    }
  }
}
