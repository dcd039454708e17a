/** `tunebook doctor`: what is wrong, and how to mend it. */
import {
  type CheckName,
  checkNames,
  examine,
  type NamedFinding,
} from "../../kernel/install/doctor/doctor.ts";
import { install } from "../../kernel/install/installation.ts";
import { jupyterFolder } from "../../kernel/install/jupyter-folders.ts";
import { packageFiles } from "../../kernel/install/package-files.ts";
import { type Command, UsageError } from "../support/command.ts";
import { placeOf, placeOptions } from "../support/place.ts";
import { nearest } from "../../kernel/nearest.ts";

const SIGNS = { good: "✔", bad: "✘", absent: "–" };

const command: Command = {
  summary: "say what is wrong with the installation, and how to mend it",
  help: `tunebook doctor [CHECK…] [--user | --sys-prefix | --prefix FOLDER] [--fix] [--json]

  CHECK   look at these alone: ${checkNames.join(", ")}
  --fix   install anew where that is all of the remedy, then look again
  --json  what was found as JSON: { ok, findings: [{ check, state, text, remedy }] }
  --user, --sys-prefix, --prefix FOLDER
          look for kernelspec and labextension where "tunebook install" with the same option puts them, and
          nowhere else. Default: in every folder of Jupyter's

  Ends with exit code 1 if something is wrong; what is optional and absent is no fault.`,
  options: { ...placeOptions, fix: { type: "boolean" }, json: { type: "boolean" } },
  arguments: { min: 0, max: Number.POSITIVE_INFINITY },
  async run(values, names) {
    const only = names.length > 0 ? names.map(checkName) : checkNames;
    const isPlaced = Object.keys(placeOptions).some((name) => values[name] !== undefined);
    const place = isPlaced ? jupyterFolder(placeOf("doctor", values)) : undefined;
    const where = place === undefined ? {} : { folders: [place], place };
    let findings = await examine({ only, ...where });
    const mended: string[] = [];
    if (values["fix"]) {
      mended.push(...mend(findings));
      if (mended.length > 0) findings = await examine({ only, ...where });
    }
    const bad = findings.filter(({ state }) => state === "bad").length;
    if (values["json"]) {
      const plain = findings.map(({ check, state, text, remedy }) => ({
        check,
        state,
        text,
        remedy,
      }));
      say(JSON.stringify({ ok: bad === 0, mended, findings: plain }, null, 2));
      return bad === 0 ? 0 : 1;
    }
    for (const path of mended) say(`wrote ${path}`);
    for (const { state, text, remedy } of findings) {
      say(`${SIGNS[state]} ${text}`);
      if (remedy) say(`    ${remedy}`);
    }
    say(bad === 0 ? "All is well." : `${bad} ${bad === 1 ? "thing is" : "things are"} wrong.`);
    return bad === 0 ? 0 : 1;
  },
};

function checkName(given: string): CheckName {
  const found = checkNames.find((name) => name === given);
  if (found) return found;
  const near = nearest(given, checkNames);
  throw new UsageError(
    `doctor has no check "${given}".${near ? ` Did you mean ${near}?` : ""} There are: ${checkNames.join(", ")}.`,
  );
}

/** Installs anew into each folder where that mends something. @returns what was written */
function mend(findings: NamedFinding[]): string[] {
  const folders = findings.flatMap(({ installInto }) => installInto ?? []);
  if (folders.length === 0) return [];
  const files = packageFiles();
  return [...new Set(folders)].flatMap((folder) => install(folder, files));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export default command;
