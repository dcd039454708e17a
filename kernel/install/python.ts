/** Finding a Python that has Jupyter. Nothing of Tunebook needs one; JupyterLab does. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Python with a Jupyter in it. */
export interface JupyterPython {
  python: string;
  /** `sys.prefix` */
  prefix: string;
  /** The version of JupyterLab, or undefined where only other parts of Jupyter are there. */
  lab: string | undefined;
  /** Where this Jupyter looks for kernels and extensions, those that win first. */
  folders: string[];
  /** Where it looks for settings, those that win first. */
  configFolders: string[];
}

const PROBE = `
import json, sys
from importlib.metadata import version
def find(name):
    try: return version(name)
    except Exception: return None
from jupyter_core.paths import jupyter_path, jupyter_config_path
print(json.dumps({"prefix": sys.prefix, "lab": find("jupyterlab"), "data": jupyter_path(), "config": jupyter_config_path()}))
`;

/** The Pythons of an environment's folder that exist, on any platform. */
export function pythonIn(prefix: string): string[] {
  return [
    join(prefix, "bin", "python"),
    join(prefix, "Scripts", "python.exe"),
    join(prefix, "python.exe"),
  ].filter((path) => existsSync(path));
}

/** Pythons to ask, those that win first: TUNEBOOK_PYTHON, the active environment, the project's own, PATH. */
export function pythonCandidates(
  roots: readonly string[],
  env: Record<string, string | undefined> = process.env,
): string[] {
  const named = env["TUNEBOOK_PYTHON"];
  const active = [env["VIRTUAL_ENV"], env["CONDA_PREFIX"]].filter((prefix) => Boolean(prefix));
  return [
    ...(named ? [named] : []),
    ...active.flatMap((prefix) => pythonIn(prefix!)),
    ...roots.flatMap((root) => pythonIn(join(root, ".python"))),
    "python3",
    "python",
  ];
}

/**
 * The first of the candidates that has JupyterLab, else the first that has any Jupyter; undefined
 * where none has.
 */
export function findJupyter(candidates: readonly string[]): JupyterPython | undefined {
  let some: JupyterPython | undefined;
  for (const python of candidates) {
    const found = probe(python);
    if (found?.lab) return found;
    some ??= found;
  }
  return some;
}

function probe(python: string): JupyterPython | undefined {
  try {
    const answer = ask(python, ["-c", PROBE]) as {
      prefix: string;
      lab: string | null;
      data: string[];
      config: string[];
    };
    return {
      python,
      prefix: answer.prefix,
      lab: answer.lab ?? undefined,
      folders: answer.data,
      configFolders: answer.config,
    };
  } catch {
    return undefined;
  }
}

/** The `jupyter` that a user's terminal runs, and where it looks. */
export interface JupyterCommand {
  /** Its path. */
  command: string;
  folders: string[];
}

/** The first `jupyter` on PATH that answers; undefined where there is none. */
export function jupyterOnPath(
  env: Record<string, string | undefined> = process.env,
  platform: NodeJS.Platform = process.platform,
): JupyterCommand | undefined {
  const name = platform === "win32" ? "jupyter.exe" : "jupyter";
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    const command = join(folder, name);
    if (folder === "" || !existsSync(command)) continue;
    try {
      const { data } = ask(command, ["--paths", "--json"], env) as { data: string[] };
      return { command, folders: data };
    } catch {
      // Its Python is gone, or it is another program.
    }
  }
  return undefined;
}

function ask(command: string, words: string[], env?: Record<string, string | undefined>): unknown {
  const text = execFileSync(command, words, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 60_000,
    ...(env ? { env: env as NodeJS.ProcessEnv } : {}),
  });
  return JSON.parse(text);
}
