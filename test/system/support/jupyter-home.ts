/** A home of its own in which `tunebook install` was run, for Jupyter's commands in system tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { cli, python, run, type RunResult, succeed } from "./run.ts";

/** Such a home. Whatever Jupyter writes goes there; removed when disposed. */
export class JupyterHome {
  /** The home itself. */
  readonly home: string = mkdtempSync(join(tmpdir(), "tunebook-home-"));
  /** An empty folder in it, for notebooks; commands run there. */
  readonly folder: string = join(this.home, "notebooks");
  /** What commands need in their environment. */
  readonly env: Record<string, string> = {
    HOME: this.home,
    XDG_DATA_HOME: "",
    JUPYTER_DATA_DIR: "",
    JUPYTER_PATH: "",
    JUPYTER_CONFIG_DIR: join(this.home, "config"),
    JUPYTER_RUNTIME_DIR: join(this.home, "runtime"),
    IPYTHONDIR: join(this.home, "ipython"),
    VIRTUAL_ENV: "",
    CONDA_PREFIX: "",
  };

  /** Makes one, with both kernels for the user. */
  static async make(): Promise<JupyterHome> {
    const made = new JupyterHome();
    mkdirSync(made.folder);
    await succeed(process.execPath, [cli, "install"], { env: made.env });
    return made;
  }

  /** Writes a file into the folder for notebooks. @returns its path */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Runs `jupyter …` of the Python that has Jupyter. */
  jupyter(...words: string[]): Promise<RunResult> {
    const folder = dirname(python!);
    const env = { ...this.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
    return run(join(folder, "jupyter"), words, { env, cwd: this.folder });
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
