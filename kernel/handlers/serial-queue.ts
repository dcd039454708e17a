/** A task, and what stands in for it when it is cancelled before its turn. */
export interface QueuedTask {
  run(): Promise<void>;
  cancel(): Promise<void>;
}

/** Runs tasks one after the other, in the order of their coming. Tasks must not reject. */
export class SerialQueue {
  readonly #waiting: { task: QueuedTask; cancelled: boolean }[] = [];
  #running = false;

  push(task: QueuedTask): void {
    this.#waiting.push({ task, cancelled: false });
    if (!this.#running) void this.#work();
  }

  /** Cancels the tasks that wait now; those that come later run as usual. */
  cancelWaiting(): void {
    for (const entry of this.#waiting) entry.cancelled = true;
  }

  async #work(): Promise<void> {
    this.#running = true;
    for (let entry = this.#waiting.shift(); entry; entry = this.#waiting.shift()) {
      await (entry.cancelled ? entry.task.cancel() : entry.task.run());
    }
    this.#running = false;
  }
}
