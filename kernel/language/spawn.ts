/** The language server's process, before anybody talks to it. Imports little, since it is what a kernel does first. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** Its streams carry the protocol. */
export type ServerProcess = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts the native TypeScript 7 language server; {@link file://./server.ts} talks to it.
 *
 * @param packageRoot the folder of tunebook's own package.json
 * @param cwd the folder in which its documents stand
 * @throws Error where TypeScript's package for this machine is missing
 */
export function spawnServer(packageRoot: string, cwd: string): ServerProcess {
  const child = spawn(executablePath(packageRoot), ["--lsp", "--stdio"], {
    cwd,
    stdio: ["pipe", "pipe", "ignore"],
  });
  // Until somebody talks to it, its failure must not end the kernel.
  child.on("error", () => {});
  return child;
}

/** Where `getExePath.js` of the package `typescript`, which is not exported, finds it as well. */
function executablePath(packageRoot: string): string {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  const typescript = createRequire(join(packageRoot, "package.json")).resolve(
    "typescript/package.json",
  );
  let manifest: string;
  try {
    manifest = createRequire(typescript).resolve(`${name}/package.json`);
  } catch (error) {
    throw new Error(`the package ${name} is not installed`, { cause: error });
  }
  const suffix = process.platform === "win32" ? ".exe" : "";
  const executable = join(dirname(manifest), "lib", `tsc${suffix}`);
  if (!existsSync(executable)) throw new Error(`${executable} is missing`);
  return executable;
}
