import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder, writeWhole } from "../../../files.ts";
import { MagicError, type MagicContext } from "./magic.ts";

/**
 * Writes a file and says so; of one that holds what this session did not write, that it is replaced.
 * @throws MagicError where it cannot be written
 */
export function writeFile(
  path: string,
  text: string,
  shown: string,
  { session, print }: Pick<MagicContext, "session" | "print">,
): void {
  let there: string | undefined;
  try {
    there = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EISDIR") {
      throw new MagicError(`${shown} is a folder; nothing was written.`, { cause: error });
    }
  }
  try {
    if (there !== text) {
      makeFolder(dirname(path));
      writeWhole(path, text);
    }
  } catch (error) {
    throw new MagicError(`${shown} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const foreign = there !== undefined && there !== text && session.written.get(path) !== there;
  session.written.set(path, text);
  if (there === undefined) print(`Wrote ${shown}.\n`);
  else if (there === text) print(`${shown} holds this already.\n`);
  else if (foreign) {
    const lines = there.split("\n").length;
    print(
      `Replaced ${shown}, whose former text (${lines} line${lines === 1 ? "" : "s"}) this session had not written.\n`,
    );
  } else print(`Wrote ${shown} anew.\n`);
}
