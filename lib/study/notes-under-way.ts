import type { StoredStudy } from "./storage.ts";
import type { Json } from "./trial-record.ts";

/** Notes on their way to the storage: training does not wait for them, the end of its trial does, and fails where they did. */
export class NotesUnderWay {
  readonly #stored: StoredStudy;
  readonly #byTrial = new Map<number, Promise<unknown>>();

  constructor(stored: StoredStudy) {
    this.#stored = stored;
  }

  /** Sends one off. */
  send(number: number, key: string, value: Json): void {
    const kept = Promise.all([this.#byTrial.get(number), this.#stored.note(number, key, value)]);
    kept.catch(() => undefined);
    this.#byTrial.set(number, kept);
  }

  /**
   * What a trial's end waits for; undefined where nothing is under way. Asked about once: a trial whose notes
   * were lost is still ended, by the halt that follows.
   */
  take(number: number): Promise<unknown> | undefined {
    const noting = this.#byTrial.get(number);
    this.#byTrial.delete(number);
    return noting;
  }
}
