import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { userFolder } from "../jupyter-folders.ts";
import { placesIn } from "../installation.ts";
import type { DoctorContext, Finding } from "./finding.ts";
import { commandFor, installCommand } from "./remedies.ts";

interface Manifest {
  version: string;
  /** With the content's hash in its name. */
  entry: string;
}

/** Whether Jupyter finds the renderer of the figures, the same one that this package holds, and lets it run. */
export function checkLabextension(context: DoctorContext): Finding {
  const { folders, machine, packageRoot, place } = context;
  const folder = folders.find((one) =>
    existsSync(join(placesIn(one).labextension, "package.json")),
  );
  if (!folder) {
    return {
      state: "bad",
      text: "the renderer of the figures (a JupyterLab extension) is in none of Jupyter's folders",
      remedy: `Run: ${installCommand(context)}, then reload JupyterLab's page`,
      installInto: place ?? userFolder(machine),
    };
  }
  const found = placesIn(folder).labextension;
  const bad = (text: string): Finding => ({
    state: "bad",
    text,
    remedy: `Run: ${commandFor("install", folder, machine)}, then reload JupyterLab's page`,
    installInto: folder,
  });
  try {
    const installed = manifest(found);
    const own = manifest(join(packageRoot, "dist", "labextension"));
    if (!existsSync(join(found, installed.entry))) {
      return bad(`the renderer in ${found} lacks ${installed.entry}`);
    }
    if (installed.version !== own.version || installed.entry !== own.entry) {
      return bad(
        `the renderer in ${found} is of another build (${installed.version}, this is ${own.version})`,
      );
    }
    const disabling = disabledIn(context);
    if (disabling !== undefined) {
      return {
        state: "bad",
        text: `the renderer of the figures is disabled in ${disabling}`,
        remedy: `Run: jupyter labextension enable tunebook${levelOf(disabling, context)}, then reload JupyterLab's page`,
      };
    }
    return { state: "good", text: `renderer of the figures ${installed.version}: ${found}` };
  } catch (error) {
    return bad(`the renderer in ${found} cannot be read: ${(error as Error).message}`);
  }
}

function manifest(folder: string): Manifest {
  const { version, jupyterlab } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as { version: string; jupyterlab: { _build: { load: string } } };
  return { version, entry: jupyterlab["_build"].load };
}

/** The file of settings that disables the extension: `labconfig/page_config.json`, the first that speaks of it. */
function disabledIn({ configFolders }: DoctorContext): string | undefined {
  for (const folder of configFolders) {
    const path = join(folder, "labconfig", "page_config.json");
    if (!existsSync(path)) continue;
    try {
      const { disabledExtensions: disabled } = JSON.parse(readFileSync(path, "utf8")) as {
        disabledExtensions?: string[] | Record<string, boolean>;
      };
      // A list is JupyterLab 3's form; a later one is a record.
      const state = Array.isArray(disabled)
        ? disabled.includes("tunebook") || undefined
        : disabled?.["tunebook"];
      if (state !== undefined) return state ? path : undefined;
    } catch {
      // JupyterLab cannot read it either.
    }
  }
  return undefined;
}

/** The option that makes `jupyter labextension` write where the extension is disabled. */
function levelOf(path: string, { jupyter, machine }: DoctorContext): string {
  if (jupyter && path.startsWith(join(jupyter.prefix, "etc"))) return "";
  return path.startsWith(machine.home) || machine.env["JUPYTER_CONFIG_DIR"]
    ? " --level=user"
    : " --level=system";
}
