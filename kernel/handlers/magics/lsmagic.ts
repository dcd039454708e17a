import type { KernelMagic } from "./common/magic.ts";
import { signsOf } from "./common/signs.ts";

/** Lists the names of the magics. */
export const lsmagic: KernelMagic = {
  name: "lsmagic",
  form: "line",
  usage: ["%lsmagic"],
  summary: "The names of all magics.",
  help: "",
  example: "%lsmagic",
  run(_argument, { magics, print }) {
    const written = (signs: "%" | "%%") =>
      magics.filter((magic) => signsOf(magic, signs) === signs).map(({ name }) => signs + name);
    print(`Lines:\n${written("%").join("  ")}\n\nCells:\n${written("%%").join("  ")}\n`);
  },
};
