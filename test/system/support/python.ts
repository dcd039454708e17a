/** Python with Jupyter, and where it finds the kernel of the build. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./kernel-client.ts";

/** TUNEBOOK_PYTHON, else the project's own environment; undefined if there is none. */
export const python: string | undefined = [
  process.env["TUNEBOOK_PYTHON"],
  join(root, ".python", "bin", "python"),
].find((path) => path !== undefined && existsSync(path));

/** What a script left behind. */
export interface ScriptResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a script of `test/system/python/` with a Jupyter that knows one kernel beside Python's:
 * `tunebook-test`, the build in `dist/`. Everything that Jupyter writes goes to a scratch folder.
 */
export async function runPython(script: string, ...args: string[]): Promise<ScriptResult> {
  if (python === undefined) throw new Error("There is no Python; name one in TUNEBOOK_PYTHON.");
  const folder = await mkdtemp(join(tmpdir(), "tunebook-jupyter-"));
  const spec = join(folder, "data", "kernels", "tunebook-test");
  await mkdir(spec, { recursive: true });
  await writeFile(
    join(spec, "kernel.json"),
    JSON.stringify({
      argv: [process.execPath, join(root, "dist", "kernel", "entry.js"), "{connection_file}"],
      display_name: "TypeScript (the build under test)",
      language: "typescript",
      interrupt_mode: "message",
    }),
  );
  const env = {
    ...process.env,
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTER_CONFIG_DIR: join(folder, "config"),
  };
  try {
    return await new Promise((resolve) => {
      const file = join(root, "test", "system", "python", script);
      const options = { cwd: folder, env, maxBuffer: 2 ** 26 };
      execFile(python as string, [file, ...args], options, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
