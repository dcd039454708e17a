/**
 * The kernel process's side of Stop: asks politely, then by force, until the cells have ended. Where the
 * runtime's main thread has not listened for long it is by force at once.
 */
import { childrenOf, signalNewest } from "./children.ts";
import type { Force } from "./interrupt-hook.ts";
import type { ExecutionId } from "./protocol.ts";

/** A runtime that has not taken a Stop after this long is busy, and is interrupted by force. */
const FIRST_FORCE = 150;
/** … and again as often as this: what follows a terminated callback may be as busy. */
const NEXT_FORCE = 250;
/** After so many times code of Node's is ended as well, first where the user's code called it. */
const URGENT = [4, 12] as const;
/** A child process that the cell waits for is asked to end as Ctrl-C does it, later as `kill` does it. */
const CHILD_SIGNALS: Record<number, NodeJS.Signals> = { 2: "SIGINT", 8: "SIGTERM" };
/** After this long the user is told what blocks. */
const BLOCKED = 5000;
/** A Stop was taken, but the cells go on: longer than they may be held (`HOLD_LIMIT`), so stop them again. */
const CARRIED_OUT = 6000;

/** What a {@link Stopper} needs of its runtime. */
export interface StopperOptions {
  /** Asks the main thread. */
  ask(stop: number, ids: ExecutionId[]): void;
  /** Asks the control thread. */
  force(stop: number, force: Force): void;
  isRunning(id: ExecutionId): boolean;
  /** Tells the user, under the cell. */
  tell(id: ExecutionId, text: string): void;
  /** The runtime's process id. */
  pid(): number | undefined;
}

/** See the file's head. */
export class Stopper {
  readonly #options: StopperOptions;
  #stop = 0;
  #waitsForChild = false;
  #ids: ExecutionId[] = [];
  #timer: NodeJS.Timeout | undefined;
  #blocked: NodeJS.Timeout | undefined;

  constructor(options: StopperOptions) {
    this.#options = options;
  }

  /** Stops the executions; called again, it waits no longer for what they hold. */
  stop(ids: ExecutionId[]): void {
    this.forget();
    this.#ids = ids;
    this.#options.ask(++this.#stop, ids);
    this.#options.force(this.#stop, "if held up");
    this.#timer = setTimeout(() => this.#force(1), FIRST_FORCE);
    this.#blocked = setTimeout(() => this.#tell(), BLOCKED);
  }

  /** The main thread has taken Stop `stop`. */
  taken(stop: number): void {
    if (stop !== this.#stop) return;
    this.forget();
    if (this.#running.length > 0)
      this.#timer = setTimeout(() => this.stop(this.#running), CARRIED_OUT);
  }

  /** Whether the runtime's thread waits for the end of a process that it has started. */
  waits(forChild: boolean): void {
    this.#waitsForChild = forChild;
  }

  /** Whether `id` is to be stopped and has not taken it yet. */
  isStopping(id: ExecutionId): boolean {
    return this.#blocked !== undefined && this.#ids.includes(id);
  }

  /** An execution ended. */
  ended(): void {
    this.#waitsForChild = false;
    if (this.#running.length === 0) this.forget();
  }

  /** Nothing is left to be stopped. */
  forget(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#blocked);
    this.#blocked = undefined;
  }

  get #running(): ExecutionId[] {
    return this.#ids.filter((id) => this.#options.isRunning(id));
  }

  #force(times: number): void {
    // The question is put again as well: a termination may have swallowed it.
    this.#options.ask(this.#stop, this.#ids);
    this.#options.force(this.#stop, times < URGENT[0] ? 0 : times < URGENT[1] ? 1 : 2);
    const signal = CHILD_SIGNALS[times];
    const pid = this.#options.pid();
    if (this.#waitsForChild && signal && pid) signalNewest(pid, signal);
    this.#timer = setTimeout(() => this.#force(times + 1), NEXT_FORCE);
  }

  #tell(): void {
    const [id] = this.#running;
    const pid = this.#options.pid();
    if (id === undefined || pid === undefined) return;
    const children = childrenOf(pid);
    const what =
      children.length > 0
        ? `it waits for another process, or runs native code that does not return. Its processes: ${children.join("; ")}. Ending the one it waits for (kill and its number) ends the wait.`
        : "it runs native code that does not return, or is waiting for the system.";
    this.#options.tell(
      id,
      `Stop has not been able to end this cell for ${BLOCKED / 1000} seconds: ${what} ` +
        "The cell stops as soon as that ends. To stop waiting, restart the kernel (Kernel, then Restart): its variables are then lost.\n",
    );
  }
}
