import type { KernelMagic } from "./common/magic.ts";

/** How much of a type is shown. */
const SHOWN = 40;

/** The names that cells defined, their types and values. */
export const whos: KernelMagic = {
  name: "whos",
  form: "line",
  usage: ["%whos"],
  summary: "The names that cells have defined, with type and value in short.",
  help: `
The type is TypeScript's, where the language server knows it, else that of the value. Names that are only
types (interfaces, type aliases) have no value and are left out.`,
  example: "%whos",
  async run(_argument, { session, print }) {
    const language = await session.language;
    const names = [...language.names().keys()].toSorted();
    if (names.length === 0) return print("No cell has defined a name yet.\n");
    const values = await session.runtime.ask({ about: "values", names });
    const rows: [string, string, string][] = [];
    for (const { name, type, text } of values) {
      const found = await language.inspect(name, name.length, 0);
      rows.push([name, typeIn(found?.text, name) ?? type, text]);
    }
    const head = ["Name", "Type", "Value"] as const;
    const width = (column: 0 | 1) => Math.max(...[head, ...rows].map((row) => row[column].length));
    const line = (row: readonly [string, string, string]) =>
      `${row[0].padEnd(width(0))}  ${row[1].padEnd(width(1))}  ${row[2]}`.trimEnd();
    const rule = "─".repeat(width(0) + width(1) + 20);
    print(`${[line(head), rule, ...rows.map(line)].join("\n")}\n`);
  },
};

/** `const x: number[]` → `number[]`, in short. */
function typeIn(hover: string | undefined, name: string): string | undefined {
  // The declaration ends at a blank line, where its documentation begins; a long type stands on several lines.
  const [declaration = ""] = hover?.split(/\n\s*\n/) ?? [];
  const found = new RegExp(`\\b(?:const|let|var) ${name.replaceAll("$", "\\$")}: (.*)$`).exec(
    declaration.replaceAll(/\s+/g, " ").trim(),
  )?.[1];
  if (found === undefined || found === "any") return undefined;
  return found.length > SHOWN ? `${found.slice(0, SHOWN - 1)}…` : found;
}
