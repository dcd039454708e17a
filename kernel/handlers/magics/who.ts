import { completeListed, listedNames } from "./common/listed-names.ts";
import type { KernelMagic } from "./common/magic.ts";

/** The names that cells defined. */
export const who: KernelMagic = {
  name: "who",
  form: "line",
  usage: ["%who [TYPE…]"],
  summary: "The names that cells have defined, all or those of a type.",
  help: `
A type is that of the value (\`string\`, \`function\`, \`Array\`, \`Map\`) or TypeScript's, in small or capital letters.
\`%whos\` says what the names hold.`,
  example: "%who string",
  complete: completeListed,
  async run(argument, { session, print }) {
    if (argument.trim() === "") {
      const names = [...(await session.language).names().keys()].toSorted();
      print(names.length > 0 ? `${names.join("  ")}\n` : "No cell has defined a name yet.\n");
      return;
    }
    const listed = await listedNames(argument, session);
    print(typeof listed === "string" ? listed : `${listed.map(({ name }) => name).join("  ")}\n`);
  },
};
