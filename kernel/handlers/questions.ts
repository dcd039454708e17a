/** What cells have asked of their users, and who may answer. */
import type { OutputMessage } from "../runtime/client.ts";
import type { Answer, ExecutionId, ToRuntime } from "../runtime/protocol.ts";
import type { RequestContext } from "./handler.ts";

type Asked = Extract<OutputMessage, { type: "input_request" }>;

interface Question {
  number: number;
  execution: ExecutionId;
  /** The front end that ran the cell; nobody else is asked. */
  client: string;
  /** The ids by which an answer may name the question: of the input_request and of the execute_request. */
  names: string[];
}

/** A front end whose stdin has not connected yet is asked again this often, each time after so many ms. */
const TRIES = 20;
const AGAIN = 100;

const UNREACHABLE =
  "This cell asked for input, but the front end that ran it cannot be asked: " +
  "it has gone, or it listens to no questions.";

/** The open questions of all cells, the oldest first. */
export class Questions {
  readonly #open: Question[] = [];
  readonly #send: (message: ToRuntime) => void;

  /** `send` talks to the runtime. */
  constructor(send: (message: ToRuntime) => void) {
    this.#send = send;
  }

  /** Asks the front end that ran the cell; `request` is undefined where that is not known any more. */
  ask(asked: Asked, request: RequestContext | undefined): void {
    const { question: number, prompt, password } = asked;
    if (!request) return this.#answer({ question: number, refused: UNREACHABLE });
    const names = [request.message.header.msg_id];
    this.#open.push({ number, execution: asked.id, client: request.client, names });
    const isOpen = () => this.#open.some((question) => question.number === number);
    let tries = 0;
    const put = () => {
      names[1] = request.askInput({ prompt, password }, () => {
        if (!isOpen()) return;
        if (++tries < TRIES) return void setTimeout(() => isOpen() && put(), AGAIN);
        this.#take((question) => question.number === number);
        this.#answer({ question: number, refused: UNREACHABLE });
      });
    };
    put();
  }

  /** Takes an input_reply to its question; false if nothing is open that it could answer. */
  reply({ message, client }: RequestContext, value: string): boolean {
    const named = message.parent.msg_id;
    // Not every front end says what it answers; it then shows one question at a time.
    const question = this.#take((open) =>
      named ? open.names.includes(named) : open.client === client,
    );
    if (question) this.#answer({ question: question.number, value });
    return question !== undefined;
  }

  /** The execution ended: whatever the user types now is not for it. */
  drop(execution: ExecutionId): void {
    while (this.#take((question) => question.execution === execution));
  }

  /** The runtime has gone, and with it all who asked. */
  clear(): void {
    this.#open.length = 0;
  }

  #take(wanted: (question: Question) => boolean): Question | undefined {
    const at = this.#open.findIndex(wanted);
    return at < 0 ? undefined : this.#open.splice(at, 1)[0];
  }

  #answer(answer: Answer): void {
    this.#send({ type: "input_reply", ...answer });
  }
}
