// Writes docs/magics.md from what the magics say of themselves (after a build). `--check` writes nothing, says whether
// the page has drifted and exits with 1.
//
//   node scripts/magics-page.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const built = "../dist/kernel/handlers/magics";
const { magics } = await import(`${built}/common/registry.js`);
const { helpMarkdown } = await import(`${built}/common/help-page.js`);

const INTRODUCTION = `# Magics and commands

A line that starts with \`%\` is a word to the kernel, one that starts with \`!\` a command for the system's shell; \`%%\`
on a cell's first line takes the whole cell. They may stand wherever a statement begins, also within blocks, among
TypeScript. \`%help\` lists them, \`%help NAME\` and \`%NAME?\` tell all of one, and Tab completes names, options, paths and
programs. This page is made from those very texts.

- **Above a cell's code** magics and commands are done first, before the cell is checked and before its imports: so
  \`%install lodash\` and \`import … from "lodash"\` can share a cell, and \`%env\` is set before what reads it. Further
  down they are done in their turn. Within a function they wait for their end, so the function must be \`async\`.
- **As a value**: \`const here = %pwd\`, \`const files = !ls\`. At the top of a cell \`files = !ls\` declares the name.
- **What is put in**: \`{expression}\` and \`$name\` in a command's or a magic's line are replaced by their value, as in
  IPython: raw, not quoted for the shell, a list joined by blanks. \`{{\` and \`}}\` are braces, \`$$name\` is \`$name\`. What
  is no expression, or names nothing that exists, stays as it was written, so \`$HOME\` and \`awk '{print $1}'\` work. The
  code of \`%time\` and \`%timeit\`, and the text of a cell with \`%%\`, are left alone.
- **A failing magic** fails its cell like any error; code can catch it.
- **Elsewhere**: \`tunebook run\` and papermill run magics as a front end does. \`nbconvert --to script\` only puts the
  cells one behind another, magics as they stand; \`%%module\` and \`%%writefile\` are how code becomes a file.

## Commands: \`!\`

\`\`\`ts
!git status --short
const files = !ls *.csv
for (const file of files) {
  !wc -l {file}
}
!!date
\`\`\`

The line goes to \`/bin/sh\`, on Windows to \`cmd.exe\`, in the folder and the environment of the cells. What it prints
appears as it comes, in order with what the cell prints and shows. \`names = !command\` takes the lines of its standard
output, as \`string[]\`, in place of showing them; \`!!command\` gives them as the cell's result. A backslash at the end
goes on in the next line.

- An exit code that is not 0 is said and does not fail the cell, as in IPython; \`%%bash\` and \`%%sh\` do.
- Stop ends the command and all that it started. What it leaves running in the background (\`&\`) ends with the kernel.
- Its input is closed: it cannot ask questions. Give it its answers as options (\`--yes\`), or by a pipe.
- \`cd\` ends with its line; \`%cd\` changes the folder of the cells.

\`!\` is also JavaScript's *not*. A line is JavaScript where it looks like it (\`!(a && b)\`, \`!isReady()\`) or begins with
a variable that the notebook knows (\`!ready && start()\`); as a value (\`const off = !on\`) it is a command only if the
first word is no variable and the machine has a program of that name. \`(!x)\` is always JavaScript.

## Magics
`;

const parts = [INTRODUCTION.trim()];
for (const magic of magics.values()) parts.push(`### ${magic.name}\n\n${helpMarkdown(magic)}`);
const { format, resolveConfig } = await import("prettier");
const path = join(root, "docs/magics.md");
const wanted = await format(`${parts.join("\n\n")}\n`, {
  ...(await resolveConfig(path)),
  filepath: path,
  embeddedLanguageFormatting: "off",
});
let there = "";
try {
  there = readFileSync(path, "utf8");
} catch {
  // Not there yet.
}
if (there !== wanted) {
  if (process.argv.includes("--check")) {
    console.error(
      'docs/magics.md is not what the magics say of themselves: run "node scripts/magics-page.mjs"',
    );
    process.exitCode = 1;
  } else {
    writeFileSync(path, wanted);
    console.log("wrote docs/magics.md");
  }
}
