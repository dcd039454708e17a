import { MagicError, type KernelMagic } from "./common/magic.ts";
import { countOption, takeOptions } from "./common/words.ts";

/** What was typed. */
export const history: KernelMagic = {
  name: "history",
  form: "line",
  usage: ["%history [-n] [-l COUNT]", "%history [-n] -g PATTERN"],
  summary: "The cells that were run in this session.",
  help: `
\`-n\` puts the number of its cell before each. \`-l COUNT\` shows only the latest. \`-g PATTERN\` searches the
sessions before as well, for a text or a pattern with \`*\` and \`?\`.`,
  example: "%history -n -l 5",
  async run(argument, { session, print }) {
    const options = takeOptions("%history", argument, { n: false, l: true, g: true });
    const count = countOption("%history", "l", options);
    const pattern = options.given.get("g");
    if (options.rest !== "") {
      throw new MagicError(
        `%history does not know "${options.rest}". %help history says what it knows.`,
      );
    }
    const found =
      typeof pattern === "string"
        ? await session.history.ask({
            access: "search",
            pattern: `*${pattern}*`,
            n: count,
            unique: false,
          })
        : await session.history.ask({ access: "range", session: 0, start: 1, stop: undefined });
    // The cell that asks is none of those that it asks for.
    const earlier =
      pattern === undefined ? found.filter(({ line }) => line !== session.executionCount) : found;
    const own = count === undefined ? earlier : earlier.slice(-count);
    const current = Math.max(0, ...found.map((entry) => entry.session));
    const lines = own.map(({ line, input, session: from }) => {
      const number = from === current || pattern === undefined ? String(line) : `${from}/${line}`;
      return options.given.has("n") ? `${number.padStart(4)}: ${input}\n` : `${input}\n`;
    });
    if (lines.length > 0) print(lines.join(""));
  },
};
