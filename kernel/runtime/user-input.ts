/** What cells ask of the user: a line of text, waited for or promised. */
import { readSync } from "node:fs";
import { type Cell, currentCell, runIn } from "./cell.ts";
import { mark, send } from "./channel.ts";
import type { Answer } from "./protocol.ts";
import { forgive } from "./turns.ts";

/** The descriptor on which answers come that the main thread waits for. */
const ANSWERS = 5;
const sleepCell = new Int32Array(new SharedArrayBuffer(4));

/** How a line is asked for. */
export interface QuestionOptions {
  /** The front end hides what is typed. Default false. */
  password?: boolean;
}

/** Nobody is there to answer. */
export class NoInputError extends Error {
  override name = "NoInputError";
}

const open = new Map<number, (answer: Answer) => void>();
let last = 0;

/**
 * Asks, and blocks the cell's thread until the answer is there.
 * @throws {NoInputError} where nobody can answer; the reason of the cell's signal when it is stopped
 */
export function askNow(prompt: string, options: QuestionOptions = {}): string {
  const cell = askingCell();
  const question = put(cell, prompt, options, true);
  // Stop comes as the answer.
  forgive();
  const answer = readAnswer(question);
  if (answer.stopped) {
    // Stop itself waits in the queue of the thread that was blocked until now.
    runIn(cell, () => cell.abortEarly());
    throw cell.signal.reason;
  }
  return value(answer);
}

/** Asks; the cell may go on until the answer is there. Rejects as {@link askNow} throws. */
export async function ask(prompt: string, options: QuestionOptions = {}): Promise<string> {
  const cell = askingCell();
  const question = put(cell, prompt, options, false);
  const answer = new Promise<Answer>((resolve) => open.set(question, resolve));
  try {
    return value(await Promise.race([answer, cell.stopped]));
  } finally {
    open.delete(question);
  }
}

/** The kernel process's answer to a question that nobody blocks for. */
export function takeAnswer(answer: Answer): void {
  open.get(answer.question)?.(answer);
}

/**
 * The cell on whose behalf a question may be asked now.
 * @throws {NoInputError} if there is none
 */
export function askingCell(): Cell {
  const cell = currentCell();
  if (cell?.aborted) throw cell.signal.reason;
  if (cell?.ended) {
    throw new NoInputError(
      "This cell has ended, and the front end takes no more questions for it. " +
        "Ask before it ends: await the work that asks.",
    );
  }
  if (!cell?.allowStdin) {
    throw new NoInputError(
      "This cell cannot ask for input: the front end that runs it takes none. " +
        "Set the value in a cell, or by an environment variable.",
    );
  }
  return cell;
}

function put(cell: Cell, prompt: string, options: QuestionOptions, blocking: boolean): number {
  const question = ++last;
  mark();
  const password = options.password ?? false;
  send({ type: "input_request", id: cell.id, question, prompt, password, blocking });
  return question;
}

function value(answer: Answer): string {
  if (answer.refused !== undefined) throw new NoInputError(answer.refused);
  return answer.value ?? "";
}

let rest = Buffer.alloc(0);

/** Reads answers until the one to `question` comes; one to an earlier question comes too late. */
function readAnswer(question: number): Answer {
  for (;;) {
    const end = rest.indexOf(10);
    if (end >= 0) {
      const answer = JSON.parse(rest.toString("utf8", 0, end)) as Answer;
      rest = rest.subarray(end + 1);
      if (answer.question === question) return answer;
    } else rest = Buffer.concat([rest, readChunk()]);
  }
}

function readChunk(): Buffer {
  const chunk = Buffer.alloc(4096);
  for (;;) {
    try {
      const length = readSync(ANSWERS, chunk);
      if (length > 0) return chunk.subarray(0, length);
      throw new NoInputError("The kernel has gone, and nobody is left to answer.");
    } catch (error) {
      // Where something set the descriptor to non-blocking.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(sleepCell, 0, 0, 10);
    }
  }
}
