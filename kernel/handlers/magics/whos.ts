import { completeListed, listedNames } from "./common/listed-names.ts";
import type { KernelMagic } from "./common/magic.ts";

/** The names that cells defined, their types and values. */
export const whos: KernelMagic = {
  name: "whos",
  form: "line",
  usage: ["%whos [NAME | TYPE…]"],
  summary: "The names that cells have defined, with type and value in short.",
  help: `
All of them, or those that are named or have one of the types. The type is TypeScript's, where the language server
knows it, else that of the value (\`string\`, \`Array\`, \`Map\`); either selects. Names that are only types
(interfaces, type aliases) have no value and are left out.`,
  example: "%whos",
  complete: completeListed,
  async run(argument, { session, print }) {
    const listed = await listedNames(argument, session);
    if (typeof listed === "string") return print(listed);
    const rows = listed.map(({ name, type, text }) => [name, type, text] as const);
    const head = ["Name", "Type", "Value"] as const;
    const width = (column: 0 | 1) => Math.max(...[head, ...rows].map((row) => row[column].length));
    const line = (row: readonly [string, string, string]) =>
      `${row[0].padEnd(width(0))}  ${row[1].padEnd(width(1))}  ${row[2]}`.trimEnd();
    const rule = "─".repeat(width(0) + width(1) + 20);
    print(`${[line(head), rule, ...rows.map(line)].join("\n")}\n`);
  },
};
