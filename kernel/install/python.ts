/** Finding a Python that has Jupyter. Nothing of Tunebook needs one; JupyterLab does. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** A Python with a Jupyter in it. */
export interface JupyterPython {
  python: string;
  /** `sys.prefix` */
  prefix: string;
  /** The version of JupyterLab, or undefined where only other parts of Jupyter are there. */
  lab: string | undefined;
}

const PROBE = `
import json, sys
from importlib.metadata import version
def find(name):
    try: return version(name)
    except Exception: return None
print(json.dumps({"prefix": sys.prefix, "lab": find("jupyterlab"), "core": find("jupyter_core")}))
`;

/** Pythons to ask, those that win first: TUNEBOOK_PYTHON, the project's own environment, PATH. */
export function pythonCandidates(
  roots: readonly string[],
  env: Record<string, string | undefined> = process.env,
): string[] {
  const own = roots.flatMap((root) => [
    join(root, ".python", "bin", "python"),
    join(root, ".python", "Scripts", "python.exe"),
  ]);
  const named = env["TUNEBOOK_PYTHON"];
  return [
    ...(named ? [named] : []),
    ...own.filter((path) => existsSync(path)),
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
    const text = execFileSync(python, ["-c", PROBE], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 20_000,
    });
    const { prefix, lab, core } = JSON.parse(text) as Record<string, string | null>;
    return core ? { python, prefix: prefix!, lab: lab ?? undefined } : undefined;
  } catch {
    return undefined;
  }
}
