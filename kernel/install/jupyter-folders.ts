/**
 * Where Jupyter looks for kernelspecs, labextensions and settings, found out without Python by the
 * rules of `jupyter_core.paths` 5.9. Pure functions of a `Machine`, so that each platform's rules can
 * be tested on any other.
 */
import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { posix, win32 } from "node:path";

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

/** The rules for paths of a platform, whichever this process runs on. */
export const pathsOf = ({ platform }: Machine): typeof posix =>
  platform === "win32" ? win32 : posix;

/** Where an installation goes: the user's own folder, a Python environment, or a folder by name. */
export type Target = { kind: "user" } | { kind: "sys-prefix" } | { kind: "prefix"; prefix: string };

/** Jupyter's folder of a target: `kernels/` and `labextensions/` lie in it. @throws InstallError */
export function jupyterFolder(target: Target, machine: Machine = thisMachine()): string {
  if (target.kind === "user") return userFolder(machine);
  const prefix =
    target.kind === "prefix" ? pathsOf(machine).resolve(target.prefix) : activePrefix(machine);
  return prefixFolder(prefix, machine);
}

/** Jupyter's folder of a Python environment, or of any prefix like /usr/local. */
export function prefixFolder(prefix: string, machine: Machine = thisMachine()): string {
  return pathsOf(machine).join(prefix, "share", "jupyter");
}

/** Whether a variable of the environment is on, as `jupyter_core.paths.envset` reads it; no text is "not set". */
const isSet = (value: string | undefined) =>
  Boolean(value) && !["no", "n", "false", "off", "0", "0.0"].includes(value!.toLowerCase());

/**
 * The user's Jupyter data folder, as `jupyter_core.paths.jupyter_data_dir` has it: JUPYTER_DATA_DIR,
 * else the platform's place (that of `platformdirs` where JUPYTER_PLATFORM_DIRS is set).
 */
export function userFolder(machine: Machine = thisMachine()): string {
  const { env, platform, home } = machine;
  const { join, resolve } = pathsOf(machine);
  if (env["JUPYTER_DATA_DIR"]) return resolve(env["JUPYTER_DATA_DIR"]);
  if (isSet(env["JUPYTER_PLATFORM_DIRS"])) return platformFolder("data", machine);
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") {
    return env["APPDATA"] ? join(env["APPDATA"], "jupyter") : join(configFolder(machine), "data");
  }
  return join(env["XDG_DATA_HOME"] || join(home, ".local", "share"), "jupyter");
}

/** The user's folder of Jupyter's settings, as `jupyter_core.paths.jupyter_config_dir` has it. */
export function configFolder(machine: Machine = thisMachine()): string {
  const { env, home } = machine;
  const { join, resolve } = pathsOf(machine);
  if (env["JUPYTER_CONFIG_DIR"]) return resolve(env["JUPYTER_CONFIG_DIR"]);
  if (isSet(env["JUPYTER_PLATFORM_DIRS"])) return platformFolder("config", machine);
  return join(home, ".jupyter");
}

/** `platformdirs.user_data_dir("jupyter")` and `user_config_dir`, which heed XDG's variables except on Windows. */
function platformFolder(kind: "data" | "config", machine: Machine): string {
  const { env, platform, home } = machine;
  const { join } = pathsOf(machine);
  if (platform === "win32") {
    return join(env["LOCALAPPDATA"] || join(home, "AppData", "Local"), "jupyter");
  }
  const named = env[kind === "data" ? "XDG_DATA_HOME" : "XDG_CONFIG_HOME"]?.trim();
  if (named) return join(named, "jupyter");
  if (platform === "darwin") return join(home, "Library", "Application Support", "jupyter");
  return join(home, kind === "data" ? join(".local", "share") : ".config", "jupyter");
}

/** An installation that could not be done; the message names what was wrong and the remedy. */
export class InstallError extends Error {
  override name = "InstallError";
}

/** The prefix of the active virtual or conda environment, else of the `python` on PATH. */
export function activePrefix(machine: Machine = thisMachine()): string {
  const { env } = machine;
  const active = env["VIRTUAL_ENV"] || env["CONDA_PREFIX"];
  if (active) return pathsOf(machine).resolve(active);
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
      timeout: 60_000,
    });
    return prefix.trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Every folder in which a Jupyter of this machine may look for data, those that win first: what
 * JUPYTER_PATH names; then environments before the user's folder or after it, as
 * JUPYTER_PREFER_ENV_PATH or an active environment has it; then the system's.
 */
export function searchFolders(prefixes: string[], machine: Machine = thisMachine()): string[] {
  const { env, platform } = machine;
  const { join } = pathsOf(machine);
  const system =
    platform === "win32"
      ? isSet(env["JUPYTER_USE_PROGRAMDATA"]) && env["PROGRAMDATA"]
        ? [join(env["PROGRAMDATA"], "jupyter")]
        : []
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return search(
    "JUPYTER_PATH",
    [userFolder(machine), join(userBase(machine), "share", "jupyter")],
    environments(prefixes, machine).map((prefix) => prefixFolder(prefix, machine)),
    system,
    machine,
  );
}

/** Every folder in which a Jupyter of this machine may look for settings, those that win first. */
export function configFolders(prefixes: string[], machine: Machine = thisMachine()): string[] {
  const { join } = pathsOf(machine);
  return search(
    "JUPYTER_CONFIG_PATH",
    [configFolder(machine), join(userBase(machine), "etc", "jupyter")],
    environments(prefixes, machine).map((prefix) => join(prefix, "etc", "jupyter")),
    machine.platform === "win32" ? [] : ["/usr/local/etc/jupyter", "/etc/jupyter"],
    machine,
  );
}

function search(
  variable: string,
  user: string[],
  environment: string[],
  system: string[],
  machine: Machine,
): string[] {
  const { env } = machine;
  const { delimiter } = pathsOf(machine);
  const named = (env[variable] ?? "").split(delimiter).filter((path) => path !== "");
  const inEnvironment =
    Boolean(env["VIRTUAL_ENV"]) ||
    (Boolean(env["CONDA_PREFIX"]) && (env["CONDA_DEFAULT_ENV"] ?? "base") !== "base");
  const prefer = env["JUPYTER_PREFER_ENV_PATH"];
  const environmentFirst = prefer === undefined ? inEnvironment : isSet(prefer);
  const middle = environmentFirst ? [...environment, ...user] : [...user, ...environment];
  return [...new Set([...named, ...middle, ...system])];
}

function environments(prefixes: string[], { env }: Machine): string[] {
  return [env["VIRTUAL_ENV"], env["CONDA_PREFIX"], ...prefixes].filter((prefix): prefix is string =>
    Boolean(prefix),
  );
}

/** Python's `site.USER_BASE`, whose share/jupyter is the user's as well. */
function userBase(machine: Machine): string {
  const { env, platform, home } = machine;
  const { join } = pathsOf(machine);
  if (env["PYTHONUSERBASE"]) return env["PYTHONUSERBASE"];
  if (platform !== "win32") return join(home, ".local");
  return join(env["APPDATA"] || home, "Python");
}
