/** The kernel process's side of questions that block the runtime's thread: it hears nothing but their answers. */
import type { Answer, ExecutionId } from "./protocol.ts";

/** The questions that a runtime waits for, and the way to answer them. */
export class BlockingInput {
  readonly #open = new Map<number, ExecutionId>();
  readonly #stopped = new Set<ExecutionId>();
  readonly #write: (line: string) => void;

  /** `write` puts text on the descriptor that the runtime reads answers from. */
  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Execution `id` waits for the answer; whether the user has to be asked: not if it was stopped meanwhile. */
  asked(question: number, id: ExecutionId): boolean {
    this.#open.set(question, id);
    if (!this.#stopped.has(id)) return true;
    this.#send({ question, stopped: true });
    return false;
  }

  /** Whether the question was one of these, and now has its answer. */
  answer(answer: Answer): boolean {
    if (!this.#open.has(answer.question)) return false;
    this.#send(answer);
    return true;
  }

  /** The user stops execution `id`: what it waits for, and what it asks from now on, is answered so. */
  stop(id: ExecutionId): void {
    this.#stopped.add(id);
    for (const [question, asker] of this.#open) {
      if (asker === id) this.#send({ question, stopped: true });
    }
  }

  /** Execution `id` has ended. */
  ended(id: ExecutionId): void {
    this.#stopped.delete(id);
  }

  #send(answer: Answer): void {
    this.#open.delete(answer.question);
    this.#write(JSON.stringify(answer) + "\n");
  }
}
