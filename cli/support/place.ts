/** `--user`, `--sys-prefix` and `--prefix FOLDER`: where `install` writes and `uninstall` removes. */
import type { Target } from "../../kernel/install/jupyter-folders.ts";
import { type Options, text, UsageError, type Values } from "./command.ts";

/** The options that name a place. */
export const placeOptions = {
  user: { type: "boolean" },
  "sys-prefix": { type: "boolean" },
  prefix: { type: "string" },
} satisfies Options;

/** Their help. */
export const placeHelp = `  --user           for this user, in Jupyter's data folder (the default)
  --sys-prefix     into the active Python environment (virtual or conda, else that of python on PATH)
  --prefix FOLDER  into FOLDER/share/jupyter`;

/** The place that the options name. @throws UsageError where they name two, or an empty one */
export function placeOf(command: string, values: Values): Target {
  const given = Object.keys(placeOptions).filter((name) => values[name] !== undefined);
  if (given.length > 1) {
    throw new UsageError(
      `${command} takes one place: ${given.map((name) => `--${name}`).join(" and ")} name two.`,
    );
  }
  const prefix = text(values, "prefix");
  if (prefix === "") throw new UsageError(`${command}: --prefix needs a folder's name.`);
  if (prefix !== undefined) return { kind: "prefix", prefix };
  return { kind: values["sys-prefix"] ? "sys-prefix" : "user" };
}
