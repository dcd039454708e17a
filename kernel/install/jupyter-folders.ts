/** Where Jupyter looks for kernelspecs and labextensions, found out without Python. */
import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** What the folders depend on; the running process's own by default. */
export interface Machine {
  env: Record<string, string | undefined>;
  platform: NodeJS.Platform;
  home: string;
}

/** This process's environment. */
export const thisMachine = (): Machine => ({
  env: process.env,
  platform: process.platform,
  home: homedir(),
});

/** Where an installation goes: the user's own folder, a Python environment, or a folder by name. */
export type Target = { kind: "user" } | { kind: "sys-prefix" } | { kind: "prefix"; prefix: string };

/** Jupyter's folder of a target: `kernels/` and `labextensions/` lie in it. @throws InstallError */
export function jupyterFolder(target: Target, machine: Machine = thisMachine()): string {
  if (target.kind === "user") return userFolder(machine);
  const prefix = target.kind === "prefix" ? resolve(target.prefix) : activePrefix(machine);
  return prefixFolder(prefix);
}

/** Jupyter's folder of a Python environment, or of any prefix like /usr/local. */
export function prefixFolder(prefix: string): string {
  return join(prefix, "share", "jupyter");
}

/** Jupyter takes these for "not set". */
const isSet = (value: string | undefined) =>
  value !== undefined &&
  !["", "no", "n", "false", "off", "0", "0.0"].includes(value.trim().toLowerCase());

/**
 * The user's Jupyter data folder, as `jupyter_core.paths.jupyter_data_dir` has it: JUPYTER_DATA_DIR,
 * else the platform's place (of `platformdirs` where JUPYTER_PLATFORM_DIRS is set).
 */
export function userFolder({ env, platform, home }: Machine = thisMachine()): string {
  if (env["JUPYTER_DATA_DIR"]) return resolve(env["JUPYTER_DATA_DIR"]);
  const platformDirs = isSet(env["JUPYTER_PLATFORM_DIRS"]);
  if (platform === "darwin") {
    const library = join(home, "Library");
    return platformDirs
      ? join(library, "Application Support", "jupyter")
      : join(library, "Jupyter");
  }
  if (platform === "win32") {
    const [name, fallback] = platformDirs ? ["LOCALAPPDATA", "Local"] : ["APPDATA", "Roaming"];
    return join(env[name!] ?? join(home, "AppData", fallback!), "jupyter");
  }
  return join(env["XDG_DATA_HOME"] || join(home, ".local", "share"), "jupyter");
}

/** An installation that could not be done; the message names what was wrong and the remedy. */
export class InstallError extends Error {
  override name = "InstallError";
}

/** The prefix of the active virtual or conda environment, else of the `python` on PATH. */
export function activePrefix({ env }: Machine = thisMachine()): string {
  const active = env["VIRTUAL_ENV"] || env["CONDA_PREFIX"];
  if (active) return resolve(active);
  for (const python of ["python3", "python"]) {
    const prefix = pythonPrefix(python);
    if (prefix) return prefix;
  }
  throw new InstallError(
    "--sys-prefix means the active Python environment, and there is none: neither VIRTUAL_ENV nor CONDA_PREFIX is set, and no python is on PATH. Activate one, or name its folder: tunebook install --prefix FOLDER.",
  );
}

/** `sys.prefix` of a Python, or undefined where it does not run. */
export function pythonPrefix(python: string): string | undefined {
  try {
    const prefix = execFileSync(python, ["-c", "import sys; print(sys.prefix)"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 20_000,
    });
    return prefix.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Every folder in which a Jupyter of this machine may look, those that win first. */
export function searchFolders(prefixes: string[], machine: Machine = thisMachine()): string[] {
  const { env, platform } = machine;
  const named = (env["JUPYTER_PATH"] ?? "").split(delimiter).filter((path) => path !== "");
  const environment = [env["VIRTUAL_ENV"], env["CONDA_PREFIX"], ...prefixes]
    .filter((prefix): prefix is string => Boolean(prefix))
    .map((prefix) => prefixFolder(prefix));
  const system =
    platform === "win32"
      ? [join(env["PROGRAMDATA"] ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return [...new Set([...named, ...environment, userFolder(machine), ...system])];
}
