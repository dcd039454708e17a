/** What cells with magics call: `__tunebook_magics`, into which the kernel has turned their lines. */
import { inspect } from "node:util";
import { currentCell, outputCell } from "./cell.ts";
import { Captured } from "./captured.ts";
import { mark, send } from "./channel.ts";
import type { Executor } from "./execute.ts";
import type { AskMessage, MagicDoneMessage, Question, ShownValue } from "./magic-protocol.ts";
import { print } from "./output.ts";
import type { Scope } from "./scope.ts";
import { clock, timeCell, type Clock, timesText } from "./timing/time.ts";
import { timeit } from "./timing/timeit.ts";

/** How much of a value `%whos` shows. */
const SHOWN = 60;

/** The runtime's side of magics. */
export interface InstalledMagics {
  /** The kernel has done a magic that a cell waits for. */
  done(message: MagicDoneMessage): void;
  /** The kernel asks. */
  answer(message: AskMessage): void;
}

/** Puts the object into the cells' scope. */
export function installMagics(scope: Scope, executor: Executor): InstalledMagics {
  const calls = new Map<number, (message: MagicDoneMessage) => void>();
  const started: Clock[] = [];
  let last = 0;

  const call = (name: string, argument: string): Promise<unknown> => {
    const n = ++last;
    const place = new Error();
    mark();
    const done = new Promise((resolve, reject) => {
      calls.set(n, ({ value, error }) => {
        if (!error) return resolve(value);
        place.name = error.ename;
        place.message = error.evalue;
        reject(place);
      });
    });
    send({ type: "magic", id: outputCell()?.id ?? 0, n, name, argument });
    // A stopped cell ends when what it runs has ended.
    const settled = done.catch(() => {});
    currentCell()?.hold(settled);
    return done;
  };

  scope.set("__tunebook_magics", {
    call,
    lines: (command: string) => call("!!", command),
    text: (read: () => unknown, raw: string) => textOf(read, raw),
    clock,
    time: (start: Clock, value: unknown) => {
      print("stdout", timesText(start, clock()));
      if (isPromise(value)) print("stdout", PROMISE_HINT);
      return value;
    },
    start: () => started.push(clock()),
    stop: () => print("stdout", timesText(started.pop()!, clock())),
    timeCell,
    timeit,
    capture: (options: string) => Captured.begin(call, options),
  });

  return {
    done(message) {
      calls.get(message.n)?.(message);
      calls.delete(message.n);
    },
    async answer({ n, question }) {
      try {
        send({ type: "answer", n, value: await answerTo(question, scope, executor) });
      } catch (thrown) {
        send({
          type: "answer",
          n,
          error: thrown instanceof Error ? thrown.message : String(thrown),
        });
      }
    },
  };
}

const PROMISE_HINT = "It gave a promise; to time it to its end, write %time await …\n";

const isPromise = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Promise<unknown>).then === "function";

/** A value as a word of a line; what names something that does not exist stays as it was written. */
function textOf(read: () => unknown, raw: string): string {
  let value: unknown;
  try {
    value = read();
  } catch (thrown) {
    if (thrown instanceof ReferenceError) return raw;
    throw thrown;
  }
  return Array.isArray(value) ? value.map(String).join(" ") : String(value);
}

function answerTo(question: Question, scope: Scope, executor: Executor): unknown {
  switch (question.about) {
    case "where":
      return where();
    case "move":
      process.chdir(question.folder);
      return where();
    case "environment":
      if (question.value === null) delete process.env[question.name];
      else process.env[question.name] = question.value;
      return null;
    case "values":
      return question.names.map((name) => shownValue(name, scope));
    case "remember":
      executor.remember(question.count, question.value);
      return null;
    case "text":
      return executor.evaluate(question.js).then(String);
  }
}

const where = () => ({ folder: process.cwd(), environment: { ...process.env } });

function shownValue(name: string, scope: Scope): ShownValue {
  try {
    const value = scope.box(name).v;
    const shown = inspect(value, {
      depth: 1,
      breakLength: Infinity,
      maxArrayLength: 8,
      maxStringLength: SHOWN,
    });
    const line = shown.replaceAll(/\s+/g, " ");
    return {
      name,
      type: typeOf(value),
      text: line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line,
    };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return { name, type: "?", text: `(cannot be read: ${why})` };
  }
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return (value as { constructor?: { name?: string } }).constructor?.name || "object";
}
