/** Questions of cells, asked in the terminal that a notebook is run from. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** What a cell asks. */
export interface Question {
  prompt: string;
  /** What is typed is not shown. */
  password: boolean;
}

/** Asks; resolves with undefined where the question is over before its answer. */
export type Ask = (question: Question, over: AbortSignal) => Promise<string | undefined>;

/** Control-D: for the kernel the end of the input. */
const END = "\u0004";

/** Asks in this process's terminal; undefined where its input is none, and then nobody can be asked. */
export function terminalAsk(): Ask | undefined {
  return process.stdin.isTTY ? ask : undefined;
}

function ask({ prompt, password }: Question, over: AbortSignal): Promise<string | undefined> {
  const screen = process.stdout.isTTY ? process.stdout : process.stderr;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: password });
  return new Promise((resolve) => {
    const end = (answer: string | undefined) => {
      resolve(answer);
      lines.close();
    };
    over.addEventListener("abort", () => end(undefined), { once: true });
    // While a password is typed, Ctrl+C is a key: it means what it meant before.
    lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    lines.on("close", () => {
      if (password) screen.write("\n");
      resolve(END);
    });
    lines.question("", end);
    // By hand: a line editor would draw over what the cell has printed on this line. And last: by now a
    // password that is typed at once is not echoed.
    screen.write(prompt);
  });
}
