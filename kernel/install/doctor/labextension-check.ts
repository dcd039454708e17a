import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { placesIn } from "../installation.ts";
import type { DoctorContext, Finding } from "./finding.ts";

const INSTALL = "Run: tunebook install, then reload JupyterLab's page";

interface Manifest {
  version: string;
  /** With the content's hash in its name. */
  entry: string;
}

/** Whether Jupyter finds the renderer of the figures, and the same one that this package holds. */
export function checkLabextension({ folders, packageRoot }: DoctorContext): Finding {
  const found = folders
    .map((folder) => placesIn(folder).labextension)
    .find((path) => existsSync(join(path, "package.json")));
  if (!found) {
    return {
      state: "bad",
      text: "the renderer of the figures (a JupyterLab extension) is in none of Jupyter's folders",
      remedy: INSTALL,
    };
  }
  try {
    const installed = manifest(found);
    const own = manifest(join(packageRoot, "dist", "labextension"));
    if (!existsSync(join(found, installed.entry))) {
      return {
        state: "bad",
        text: `the renderer in ${found} lacks ${installed.entry}`,
        remedy: INSTALL,
      };
    }
    if (installed.version !== own.version || installed.entry !== own.entry) {
      return {
        state: "bad",
        text: `the renderer in ${found} is of another build (${installed.version}, this is ${own.version})`,
        remedy: INSTALL,
      };
    }
    return { state: "good", text: `renderer of the figures ${installed.version}: ${found}` };
  } catch (error) {
    return {
      state: "bad",
      text: `the renderer in ${found} cannot be read: ${(error as Error).message}`,
      remedy: INSTALL,
    };
  }
}

function manifest(folder: string): Manifest {
  const { version, jupyterlab } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as { version: string; jupyterlab: { _build: { load: string } } };
  return { version, entry: jupyterlab["_build"].load };
}
