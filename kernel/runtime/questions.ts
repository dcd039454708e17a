/** The kernel's questions to a runtime that are not answered yet. */
import type { AnswerMessage, Answers, AskMessage, Question } from "./magic-protocol.ts";

export class Questions {
  readonly #open = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #last = 0;

  /** Asks by `send`. @throws Error with the runtime's words where it cannot answer, or has ended */
  ask<About extends Question["about"]>(
    question: Extract<Question, { about: About }>,
    send: (message: AskMessage) => void,
  ): Promise<Answers[About]> {
    const n = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#open.set(n, { resolve: resolve as (value: unknown) => void, reject });
      send({ type: "ask", n, question });
    });
  }

  /** Takes an answer. */
  answered({ n, value, error }: AnswerMessage): void {
    const open = this.#open.get(n);
    this.#open.delete(n);
    if (error === undefined) open?.resolve(value);
    else open?.reject(new Error(error));
  }

  /** The runtime has ended: nobody answers any more. */
  fail(error: Error): void {
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}
