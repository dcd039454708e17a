import { check } from "./check.ts";
import { help } from "./help.ts";
import type { Magic } from "./magic.ts";
import { MagicError } from "./magic.ts";

const all: readonly Magic[] = [check, help];

/** Magics by name, in the order in which `%help` lists them. */
export const magics: ReadonlyMap<string, Magic> = new Map(all.map((magic) => [magic.name, magic]));

/** @throws MagicError naming the magics that exist */
export function findMagic(name: string): Magic {
  const magic = magics.get(name);
  if (magic) return magic;
  const known = [...magics.keys()].map((each) => `%${each}`).join(", ");
  throw new MagicError(
    `There is no magic %${name}. Those that exist: ${known}; %help tells what each does.`,
  );
}
