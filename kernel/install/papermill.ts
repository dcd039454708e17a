/**
 * The translator of parameters for papermill. papermill knows a few languages by name and TypeScript
 * is none of them; another can only be taught by Python code that it loads as an engine, from an
 * installed distribution. So this writes one of two small files into the site-packages of papermill's
 * own Python, where the user asked for it: listed by pip, and removed by pip, too.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-info.ts";
import { InstallError, type Target } from "./jupyter-folders.ts";
import { pythonCandidates, pythonIn } from "./python.ts";

const MODULE = "tunebook_papermill.py";
const DISTRIBUTION = /^tunebook_papermill-[^/\\]*\.dist-info$/;

const PROBE = `
import json, sysconfig
from importlib.metadata import version
print(json.dumps({"papermill": version("papermill"), "folder": sysconfig.get_paths()["purelib"]}))
`;

/**
 * Teaches papermill to write parameters in TypeScript.
 * @param target a prefix names its Python; any other place means the first Python that has papermill
 * @returns the paths that were written
 * @throws InstallError where no Python has papermill, or its folder may not be written
 */
export function installPapermill(
  target: Target,
  version: string,
  source = join(packageRoot, "dist", "kernel", "install", "assets", MODULE),
): string[] {
  const folder = sitePackages(target);
  if (folder === undefined) {
    throw new InstallError(
      `There is no papermill in ${asked(target).join(", ") || "any Python"}. Install it: pip install papermill; or name the folder of its Python: tunebook install --papermill --prefix FOLDER.`,
    );
  }
  const distribution = join(folder, `tunebook_papermill-${version}.dist-info`);
  const files: Record<string, string> = {
    METADATA: `Metadata-Version: 2.1\nName: tunebook-papermill\nVersion: ${version}\nSummary: Parameters in TypeScript for papermill; written by "tunebook install --papermill"\n`,
    INSTALLER: "tunebook\n",
    "entry_points.txt": "[papermill.engine]\ntunebook = tunebook_papermill:TunebookEngine\n",
  };
  const listed = [
    MODULE,
    ...[...Object.keys(files), "RECORD"].map(
      (name) => `tunebook_papermill-${version}.dist-info/${name}`,
    ),
  ];
  files["RECORD"] = `${listed.map((path) => `${path},,`).join("\n")}\n`;
  try {
    remove(folder);
    writeFileSync(join(folder, MODULE), readFileSync(source, "utf8"));
    mkdirSync(distribution);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(distribution, name), text);
  } catch (error) {
    throw new InstallError(
      `Cannot write into ${folder}, where papermill lies: ${(error as Error).message}. Use a papermill of your own (python3 -m venv), or without it: tunebook run NOTEBOOK -p name=value.`,
      { cause: error },
    );
  }
  return [join(folder, MODULE), distribution];
}

/** Takes the translator away again. @returns the paths that were removed */
export function uninstallPapermill(target: Target): string[] {
  const folder = sitePackages(target);
  return folder === undefined ? [] : remove(folder);
}

function remove(folder: string): string[] {
  const removed: string[] = [];
  const file = join(folder, MODULE);
  if (existsSync(file)) {
    rmSync(file);
    removed.push(file);
  }
  for (const name of readdirSync(folder).filter((one) => DISTRIBUTION.test(one))) {
    const distribution = join(folder, name);
    for (const part of ["METADATA", "INSTALLER", "entry_points.txt", "RECORD"]) {
      rmSync(join(distribution, part), { force: true });
    }
    if (readdirSync(distribution).length === 0) rmdirSync(distribution);
    removed.push(distribution);
  }
  return removed;
}

const asked = (target: Target): string[] =>
  target.kind === "prefix"
    ? pythonIn(target.prefix)
    : pythonCandidates([packageRoot, process.cwd()]);

/** The folder of the first Python that has papermill. */
function sitePackages(target: Target): string | undefined {
  for (const python of asked(target)) {
    try {
      const text = execFileSync(python, ["-c", PROBE], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        timeout: 60_000,
      });
      return (JSON.parse(text) as { folder: string }).folder;
    } catch {
      // It does not run, or has no papermill.
    }
  }
  return undefined;
}
