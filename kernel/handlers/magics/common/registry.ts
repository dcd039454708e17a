import { nearest } from "../../../nearest.ts";
import { magics as all } from "../index.ts";
import { MagicError, type Magic } from "./magic.ts";
import { signsOf } from "./signs.ts";

/** Magics by name, in the order of their names. */
export const magics: ReadonlyMap<string, Magic> = new Map(
  Object.values<Magic>(all).map((magic) => [magic.name, magic]),
);

/** Magics of IPython that need no counterpart. */
const OF_IPYTHON: Readonly<Record<string, string>> = {
  matplotlib: "Figures need none: the last value of a cell is drawn.",
  autoreload: "Local modules are read anew when they change.",
  load_ext: "There are no extensions to load.",
};

/**
 * The magic of this name that is written with these signs.
 * @throws MagicError naming the nearest one, or how it is written
 */
export function findMagic(name: string, signs: "%" | "%%"): Magic {
  const magic = magics.get(name);
  if (!magic) {
    const near = nearest(name, [...magics.keys()]);
    const hint = Object.hasOwn(OF_IPYTHON, name)
      ? ` ${OF_IPYTHON[name]}`
      : near === undefined
        ? ""
        : ` Did you mean ${signsOf(magics.get(near)!, signs)}${near}?`;
    throw new MagicError(
      `There is no magic ${signs}${name}.${hint} %lsmagic lists all, and %help tells what each does.`,
    );
  }
  const needed = signsOf(magic, signs);
  if (needed === signs) return magic;
  throw new MagicError(
    needed === "%%"
      ? `%%${name} takes a whole cell: write it with two signs, on the cell's first line.`
      : `%${name} is a line: write it with one sign. It takes no text of a cell.`,
  );
}
