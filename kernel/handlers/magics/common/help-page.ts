import type { MagicDescription } from "./magic.ts";

/** All that is to be said of a magic, as Markdown. */
export function helpMarkdown({ usage, summary, help, example }: MagicDescription): string {
  const parts = [
    `\`\`\`text\n${usage.join("\n")}\n\`\`\``,
    summary,
    help.trim(),
    `\`\`\`ts\n${example.trim()}\n\`\`\``,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The same as a page in the forms that front ends show. */
export function helpPage(magic: MagicDescription): Record<string, string> {
  const { usage, summary, help, example } = magic;
  const indented = example.trim().replaceAll(/^/gm, "    ");
  const text = [usage.join("\n"), summary, help.trim(), `Example:\n${indented}`];
  return {
    "text/plain": `${text.filter((part) => part !== "").join("\n\n")}\n`,
    "text/markdown": helpMarkdown(magic),
  };
}
