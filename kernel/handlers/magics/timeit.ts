import { codeFrame } from "./common/code-frame.ts";
import { RUNTIME_NAME } from "./common/interpolate.ts";
import type { CodeMagic } from "./common/magic.ts";
import { countOption, takeOptions, type Options } from "./common/words.ts";

const KNOWN = { n: true, r: true, p: true, q: false, o: false };

/** Times a statement or a cell by many repetitions. */
export const timeit: CodeMagic = {
  name: "timeit",
  form: "code",
  usage: [
    "%timeit [-n LOOPS] [-r RUNS] [-p DIGITS] [-q] [-o] STATEMENT",
    "%%timeit [OPTIONS] [SETUP]",
  ],
  summary:
    "The time of one repetition of a statement or a cell, as mean and deviation of several runs.",
  help: `
As in IPython: seven runs (\`-r\`), each of so many loops (\`-n\`) that it takes a fifth of a second or more; the
loops are a power of ten. It prints the mean of the runs, their standard deviation and the best. What gives a
promise is awaited before it is done again. In the form for cells the line's own code is done once before, and
not timed. \`-p\` sets the digits, \`-q\` prints nothing, and \`-o\` makes the result the value:
\`const result = %timeit -o f()\` with \`best\`, \`worst\`, \`average\`, \`stdev\` and \`timings\` in seconds. Names
that the code declares are its own. The engine leaves out work whose value nobody uses, so very small
statements may seem to take no time.`,
  example: "%timeit -n 1000 [3, 1, 2].toSorted()",
  line(text, { isExpression }) {
    const options = takeOptions("%timeit", text, KNOWN);
    const { from, to, code } = codeFrame("%timeit", text, options.from);
    const isAsync = /\bawait\b/.test(code) ? "async " : "";
    const [open, close] = isExpression(code) ? ["(", ")"] : ["{ ", " }"];
    return {
      before: `await ${RUNTIME_NAME}.timeit(${optionsCode(options)}, ${isAsync}() => ${open}`,
      from,
      to,
      after: `${close});`,
    };
  },
  cell(argument, { body }) {
    const options = takeOptions("%%timeit", argument, KNOWN);
    const isAsync = /\bawait\b/.test(body) ? "async " : "";
    const setup = options.rest === "" ? "" : `${options.rest}; `;
    return {
      before: `{ ${setup}await ${RUNTIME_NAME}.timeit(${optionsCode(options)}, ${isAsync}() => {`,
      after: "}); }",
    };
  },
};

function optionsCode(options: Options): string {
  return JSON.stringify({
    loops: countOption("%timeit", "n", options),
    runs: countOption("%timeit", "r", options),
    precision: countOption("%timeit", "p", options),
    quiet: options.given.has("q") || undefined,
    result: options.given.has("o") || undefined,
  });
}
