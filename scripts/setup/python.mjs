// The project's own Python environment, `.python/`: JupyterLab for `npm start`, and what the tests
// compare with. Nothing is installed outside of it, save Debian's python3-venv where we are root.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { debian } from "./debian.mjs";
import { run, say } from "./say.mjs";

/** Whether a command is a Python, 3.10 or later, that can make an environment. */
const serves = (command) =>
  spawnSync(command, ["-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"], {
    stdio: "ignore",
  }).status === 0;

function findPython() {
  const candidates = [
    "python3",
    "/usr/bin/python3",
    "python3.13",
    "python3.12",
    "python3.11",
    "python",
  ];
  const found = candidates.find(serves);
  if (found) return found;
  return debian(["python3", "python3-venv"], "Python") ? candidates.find(serves) : undefined;
}

export const pythonIn = (root) =>
  process.platform === "win32"
    ? join(root, ".python", "Scripts", "python.exe")
    : join(root, ".python", "bin", "python");

/**
 * Makes `.python/` hold what `scripts/setup/<list>.txt` names; a list installed before is not
 * installed again. Returns the environment's python, or undefined where there is no Python.
 */
export function ensurePython(root, list) {
  const environment = join(root, ".python");
  const python = pythonIn(root);
  const wanted = readFileSync(join(root, "scripts", "setup", `${list}.txt`), "utf8");
  const digest = createHash("sha256").update(wanted).digest("hex");
  const stamp = join(environment, `.${list}`);
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest)
    return python;

  if (!existsSync(python)) {
    const base = findPython();
    if (!base) return undefined;
    say("making the project's own Python environment in .python/");
    if (!run(base, ["-m", "venv", environment])) {
      rmSync(environment, { recursive: true, force: true });
      return undefined;
    }
  }
  say(
    `installing ${list === "jupyter" ? "JupyterLab" : "what the tests compare with"} into .python/`,
  );
  const file = join(root, "scripts", "setup", `${list}.txt`);
  if (
    !run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", file])
  ) {
    return undefined;
  }
  // JupyterLab runs scripts in there that are CommonJS, whatever the package around them is.
  writeFileSync(join(environment, "package.json"), '{ "type": "commonjs" }\n');
  writeFileSync(stamp, digest);
  return python;
}
