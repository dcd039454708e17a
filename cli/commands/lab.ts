/** `tunebook lab`: JupyterLab on this machine, with the kernel in it. */
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { install } from "../../kernel/install/installation.ts";
import { InstallError, prefixFolder, userFolder } from "../../kernel/install/jupyter-folders.ts";
import { packageFiles } from "../../kernel/install/package-files.ts";
import { findJupyter, type JupyterPython, pythonCandidates } from "../../kernel/install/python.ts";
import { examine } from "../../kernel/install/doctor/doctor.ts";
import { packageRoot } from "../../kernel/package-info.ts";
import { labWords } from "../support/lab-words.ts";
import { type Command, UsageError } from "../support/command.ts";

const command: Command = {
  summary: "open JupyterLab with the kernel in it",
  help: `tunebook lab [NOTEBOOK | FOLDER] [--no-browser] [JUPYTER-OPTION…]

  --no-browser  start the server and print its address
  Every other option is JupyterLab's and goes to it as it is: --port 8899, --ip=0.0.0.0, --ServerApp.token=…;
  so does what stands behind a --. "jupyter lab --help" lists them.

  Uses the Python named by TUNEBOOK_PYTHON, else that of the project's .python folder, else that on PATH.`,
  options: { "no-browser": { type: "boolean" } },
  passesOn: true,
  arguments: { min: 0, max: Number.POSITIVE_INFINITY },
  async run(values, positionals) {
    const named = positionals[0]?.startsWith("-") === false;
    const place = named ? positionals[0] : undefined;
    const more = named ? positionals.slice(1) : positionals;
    const { folder, notebook } = placeOf(place);
    const jupyter = findJupyter(pythonCandidates([folder, process.cwd(), packageRoot]));
    if (!jupyter?.lab) throw new InstallError(withoutJupyter(jupyter));
    await installWhereMissing(jupyter);
    const words = labWords({
      folder,
      notebook,
      more,
      noBrowser: values["no-browser"] === true,
      isRoot: process.getuid?.() === 0,
    });
    return serve(jupyter.python, words, folder);
  },
};

function placeOf(place: string | undefined): { folder: string; notebook: string | undefined } {
  const path = resolve(place ?? ".");
  if (!existsSync(path)) {
    throw new UsageError(
      `lab: there is no ${path}. Name a notebook or a folder, or none for the current one.`,
    );
  }
  if (statSync(path).isDirectory()) return { folder: path, notebook: undefined };
  return { folder: dirname(path), notebook: basename(path) };
}

function withoutJupyter(found: JupyterPython | undefined): string {
  const where = found
    ? `the Python at ${found.python} has no JupyterLab`
    : "no Python with JupyterLab was found";
  return `${where} (looked at TUNEBOOK_PYTHON, .python/, and python3 on PATH). To get one: pip install jupyterlab
What works without it:
  tunebook run NOTEBOOK   executes a notebook and saves it
  tunebook install        lets VS Code's Jupyter extension find the kernel`;
}

/** Puts kernel and labextension into the Python's own environment, or for the user where that is read-only. */
async function installWhereMissing(jupyter: JupyterPython): Promise<void> {
  const own = prefixFolder(jupyter.prefix);
  const findings = await examine({
    folders: [own, userFolder()],
    only: ["kernelspec", "labextension"],
  });
  if (findings.every(({ state }) => state === "good")) return;
  const files = packageFiles();
  let written: string[];
  try {
    written = install(own, files);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    written = install(userFolder(), files);
  }
  for (const path of written) process.stderr.write(`wrote ${path}\n`);
}

/** Runs the server until it ends; Ctrl+C reaches it, and it asks back in its own way. */
function serve(python: string, words: string[], cwd: string): Promise<number> {
  const server = spawn(python, words, { cwd, stdio: "inherit" });
  const pass = (signal: NodeJS.Signals) => server.kill(signal);
  process.on("SIGINT", ignore);
  process.on("SIGTERM", pass);
  return new Promise((done, fail) => {
    server.once("error", (error) => fail(new Error(`JupyterLab did not start: ${error.message}`)));
    server.once("close", (code) => {
      process.off("SIGINT", ignore);
      process.off("SIGTERM", pass);
      done(code ?? 0);
    });
  });
}

function ignore(): void {
  // The signal came from the terminal, which sent it to the server as well.
}

export default command;
