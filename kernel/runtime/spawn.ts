/** The runtime's process, before anybody talks to it. Imports little, since it is what a kernel does first. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { nearestFolder } from "../files.ts";

/**
 * `--expose-internals` and `--no-force-async-hooks-checks`: a timer can only be terminated if the
 * async-hooks stack is cleared. `--experimental-import-meta-resolve`: imports are resolved as seen
 * from the notebook's folder. `--experimental-vm-modules`: namespaces are made of CommonJS packages that ran
 * already (common-js.ts). Warnings about experimental features are not the user's business.
 */
const FLAGS = [
  "--expose-internals",
  "--no-force-async-hooks-checks",
  "--experimental-import-meta-resolve",
  "--experimental-vm-modules",
  "--disable-warning=ExperimentalWarning",
];

/**
 * Starts a process that runs cells; {@link file://./client.ts} talks to it.
 *
 * @param cwd the notebook's folder, or the nearest above it that exists
 * @param env its environment. Default: this process's
 */
export function spawnRuntime(cwd: string, env: NodeJS.ProcessEnv = process.env): ChildProcess {
  const entry = fileURLToPath(new URL("./child.js", import.meta.url));
  const child = spawn(process.execPath, [...FLAGS, entry], {
    // No process starts in a folder that is gone.
    cwd: nearestFolder(cwd),
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", "ipc"],
  });
  // Until somebody talks to it, its failure must not end the kernel.
  child.on("error", () => {});
  return child;
}
