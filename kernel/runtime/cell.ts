/** One execution of a cell: whose output is whose, and how it is stopped. */
import { AsyncLocalStorage } from "node:async_hooks";
import { StringDecoder } from "node:string_decoder";
import type { Drawn } from "./drawing/draw.ts";
import type { ExecuteCommand, ExecutionId } from "./protocol.ts";

/** How long a stopped cell waits for the work that it holds, in milliseconds. */
export const HOLD_LIMIT = 5000;

/** The reason that a stopped cell's signal carries, and the error it ends with. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("Stopped by the user");
  }
}

/** An execution, reachable from everything that it started: timers, promises, callbacks. */
export class Cell {
  readonly id: ExecutionId;
  readonly cellId: string;
  readonly code: string;
  readonly allowStdin: boolean;
  /** Rejects with {@link Interrupted} once the cell was stopped and let go of what it holds. */
  readonly stopped: Promise<never>;
  /** True when the cell was stopped and nothing holds it: its timers are dropped. */
  dead = false;
  /** Counts forced terminations; a tick that was queued before one is dropped. */
  terminations = 0;
  /** True from its Stop until it is known whether something holds it: its timers wait. */
  deciding = false;
  /** Displays whose bundle is still being made; the cell ends after them. */
  readonly pending = new Set<Promise<unknown>>();
  /** What the cell shows as its result, or fails with, in the place of its last value; set by its code. */
  reply: { drawn?: Drawn; failure?: { thrown: unknown } } | undefined;
  /** Whether its end was told: what it shows from now on is shown below, and front ends take no more questions for it. */
  ended = false;
  /**
   * Done when the cell's code has ended, with its result if it has one, before that is shown; one that
   * resolves to true has taken the result for itself.
   */
  readonly atEnd: ((result?: Drawn) => unknown)[] = [];
  /** What `using` still has to dispose of; a stopped cell's own code will not. */
  readonly disposables = new Set<{ dispose(): unknown }>();
  readonly #controller = new AbortController();
  readonly #held = new Set<Promise<unknown>>();
  #decoders: { stdout?: StringDecoder; stderr?: StringDecoder } = {};
  #closeStopped!: (reason: unknown) => void;
  #closed = false;
  #stopKnown = false;
  #afterlife: Cell | undefined;

  constructor(command: Pick<ExecuteCommand, "id" | "cellId" | "code" | "allowStdin">) {
    this.id = command.id;
    this.cellId = command.cellId;
    this.code = command.code;
    this.allowStdin = command.allowStdin;
    this.stopped = new Promise((_, reject) => (this.#closeStopped = reject));
    this.stopped.catch(() => {});
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get aborted(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Keeps a stopped cell open until `work` settles, at most {@link HOLD_LIMIT}. */
  hold(work: Promise<unknown>): void {
    this.#held.add(work);
    const release = () => {
      this.#held.delete(work);
      if (this.aborted) this.#letGo();
    };
    work.then(release, release);
  }

  /** Whether something that the cell holds goes on. */
  get isHeld(): boolean {
    return this.#held.size > 0;
  }

  /** A living cell with the same outputs, for listeners that outlast a stopped one. */
  afterlife(): Cell {
    return (this.#afterlife ??= new Cell({
      id: this.id,
      cellId: this.cellId,
      code: this.code,
      allowStdin: false,
    }));
  }

  /** Stops the cell; called again, it waits no longer for what is held. */
  abort(): void {
    const reason = this.aborted ? (this.signal.reason as Interrupted) : new Interrupted();
    if (this.#stopKnown) this.#stopKnown = false;
    else if (this.aborted) return this.#close(reason);
    if (this.aborted) return;
    // Before the listeners run: one that does not return is terminated, and nothing after it would happen.
    const limit = nativeSetTimeout(() => this.#close(reason), HOLD_LIMIT);
    limit.unref();
    this.deciding = true;
    // Code that reacts to the signal one step later may still hold its work.
    nativeSetImmediate(() => nativeSetImmediate(() => this.#letGo()));
    this.#controller.abort(reason);
  }

  /** Stops the cell before the word of it has come by the usual way, which then changes nothing. */
  abortEarly(): void {
    if (this.aborted) return;
    this.abort();
    this.#stopKnown = true;
  }

  /** Ends the cell with an error that its own code cannot be given: what it awaits will never come. */
  fail(thrown: unknown): void {
    this.#close(thrown);
  }

  /** Bytes → text, with a character that is split over two writes kept whole. */
  decode(name: "stdout" | "stderr", bytes: Uint8Array): string {
    const decoder = (this.#decoders[name] ??= new StringDecoder("utf8"));
    return decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  #letGo(): void {
    this.deciding = false;
    if (this.#held.size > 0) return;
    this.dead = true;
    this.#close(this.signal.reason as Interrupted);
  }

  #close(reason: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.deciding = false;
    // What had to be ended by force would only begin again.
    if (this.terminations > 0) this.dead = true;
    if (this.disposables.size === 0) return this.#closeStopped(reason);
    const limit = new Promise((resolve) => nativeSetTimeout(resolve, HOLD_LIMIT).unref());
    void Promise.race([this.#dispose(), limit]).then(() => this.#closeStopped(reason));
  }

  /** Of what was taken last first. What fails here is an error that nobody waits for. */
  async #dispose(): Promise<void> {
    for (const resource of [...this.disposables].toReversed()) {
      try {
        await resource.dispose();
      } catch (thrown) {
        void Promise.reject(thrown);
      }
    }
  }
}

const nativeSetTimeout = setTimeout;
const nativeSetImmediate = setImmediate;

const storage = new AsyncLocalStorage<Cell>();
let last: Cell | undefined;

/** Runs `work` as part of `cell`; what it starts belongs to the cell for ever. */
export function runIn<T>(cell: Cell, work: () => T): T {
  return storage.run(cell, work);
}

/** The cell on whose behalf the caller runs. */
export function currentCell(): Cell | undefined {
  return storage.getStore();
}

/** The cell that output of unknown origin goes to. */
export function outputCell(): Cell | undefined {
  return storage.getStore() ?? last;
}

/** From now on output of unknown origin belongs to `cell`. */
export function setLastCell(cell: Cell): void {
  last = cell;
}
