import { RUNTIME_NAME } from "./common/interpolate.ts";
import type { CodeMagic } from "./common/magic.ts";
import { codeFrame } from "./common/code-frame.ts";

/** Times a statement or a cell. */
export const time: CodeMagic = {
  name: "time",
  form: "code",
  usage: ["%time STATEMENT", "%%time"],
  summary:
    "The time that a statement or a cell takes: the processor's, and by the clock on the wall.",
  help: `
The value of the statement is the cell's as ever, and names that it declares stay: \`%time const rows = await
load()\`. A promise that is not awaited is not timed to its end: write \`await\`. The processor's time is that of
the whole process that runs cells; it can be more than the wall's where several threads work.`,
  example: "%time const squares = Array.from({ length: 1e6 }, (_, i) => i * i)",
  line(text, { isExpression }) {
    const { from, to, code } = codeFrame("%time", text, 0);
    if (isExpression(code)) {
      return { before: `${RUNTIME_NAME}.time(${RUNTIME_NAME}.clock(), (`, from, to, after: "));" };
    }
    return { before: `${RUNTIME_NAME}.start(); `, from, to, after: `; ${RUNTIME_NAME}.stop();` };
  },
  cell: () => ({ before: `${RUNTIME_NAME}.timeCell();`, after: "" }),
};
