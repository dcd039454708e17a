/** Python with Jupyter, and where it finds the kernel of the build. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelspec } from "../../../kernel/install/kernelspec.ts";
import { python, root, run, type RunResult } from "./run.ts";

/**
 * Runs a script of `test/system/python/` with a Jupyter that knows one kernel beside Python's:
 * `tunebook-test`, the build in `dist/`. Everything that Jupyter writes goes to a scratch folder.
 */
export async function runPython(script: string, ...args: string[]): Promise<RunResult> {
  if (python === undefined) throw new Error("There is no Python; name one in TUNEBOOK_PYTHON.");
  const folder = await mkdtemp(join(tmpdir(), "tunebook-jupyter-"));
  const spec = join(folder, "data", "kernels", "tunebook-test");
  await mkdir(spec, { recursive: true });
  await writeFile(
    join(spec, "kernel.json"),
    JSON.stringify({
      ...kernelspec(process.execPath, ""),
      argv: [process.execPath, join(root, "dist", "kernel", "entry.js"), "{connection_file}"],
      display_name: "TypeScript (the build under test)",
    }),
  );
  const env = {
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTER_CONFIG_DIR: join(folder, "config"),
  };
  try {
    const file = join(root, "test", "system", "python", script);
    return await run(python, [file, ...args], { cwd: folder, env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
