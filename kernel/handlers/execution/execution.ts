import type { ExecutionId } from "../../runtime/protocol.ts";
import type { JsonObject } from "../../wire/message.ts";
import type { RequestContext } from "../handler.ts";

/** One run of one cell, from its turn in the queue to its reply. */
export class Execution {
  readonly id: ExecutionId;
  readonly request: RequestContext;
  /** What the prompt shows: the number of this run or, where it is not counted, the latest number. */
  readonly count: number;
  /** What tracebacks call the cell: `Cell [3]`. Unique, since traces are mapped back by it. */
  readonly name: string;
  /** Resolves when the user stops the cell. */
  readonly interruption: Promise<"interrupted">;
  /** Aborts when the user stops the cell. */
  readonly signal: AbortSignal;
  /** Stops the cell as far as the kernel process goes: its check, not its code. */
  readonly interrupt: () => void;
  /** Whether the runtime has it, so that a death of the runtime is this cell's to tell. */
  inRuntime = false;
  /** What front ends show beside the output; magics add to it. */
  readonly payload: JsonObject[] = [];

  /** @param name what tracebacks call it; default: after its number */
  constructor(
    id: ExecutionId,
    request: RequestContext,
    count: number,
    counted: boolean,
    name = counted ? `Cell [${count}]` : `Cell [not counted ${id}]`,
  ) {
    this.id = id;
    this.request = request;
    this.count = count;
    this.name = name;
    const stop = new AbortController();
    this.signal = stop.signal;
    this.interrupt = () => stop.abort();
    this.interruption = new Promise((resolve) => {
      stop.signal.addEventListener("abort", () => resolve("interrupted"));
    });
  }
}
