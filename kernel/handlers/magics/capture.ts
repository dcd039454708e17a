import { RUNTIME_NAME } from "./common/interpolate.ts";
import { MagicError, type CodeMagic } from "./common/magic.ts";
import { takeOptions } from "./common/words.ts";

/** Keeps a cell's output. */
export const capture: CodeMagic = {
  name: "capture",
  form: "code",
  usage: ["%%capture [--no-stdout] [--no-stderr] [--no-display] [NAME]"],
  summary: "Shows nothing of what the cell prints and displays, and keeps it under a name.",
  help: `
\`NAME.stdout\` and \`NAME.stderr\` are texts, \`NAME.outputs\` what was displayed and the cell's result, each as its
MIME bundle; \`NAME.show()\` shows it all. They are filled when the cell has ended. The options leave one of them
where it is. An error is shown as ever.`,
  example: `
%%capture kept
console.log("not shown");`,
  cell(argument) {
    const { given, rest } = takeOptions("%%capture", argument, {
      "no-stdout": false,
      "no-stderr": false,
      "no-display": false,
    });
    if (rest !== "" && !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(rest)) {
      throw new MagicError(`%%capture keeps the output under a name, and "${rest}" is none.`);
    }
    const options = JSON.stringify([...given.keys()].join(" "));
    const name = rest === "" ? "" : `var ${rest} = `;
    return { before: `${name}await ${RUNTIME_NAME}.capture(${options});`, after: "" };
  },
};
