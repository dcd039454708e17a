/**
 * JupyterLab or Notebook 7 in a browser, with the kernel and the renderer as `tunebook install` puts them there:
 * one for all tests of a `describe`.
 *
 *     const jupyter = installedJupyter();
 *     it("runs", async () => {
 *       const notebook = await jupyter.open("one.ipynb", ["1 + 1"]);
 *       await notebook.runAll();
 *     });
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import {
  type JupyterBrowser,
  type JupyterOptions,
  notebookOf,
  type NotebookPage,
  type PageOptions,
  startJupyter,
} from "./jupyter-lab.ts";
import { cli, succeed } from "./run.ts";

/** Such a server. */
export interface InstalledJupyter {
  readonly server: JupyterBrowser;
  /** Writes a notebook of these cells into the server's folder, and opens it. */
  open(name: string, sources: string[], options?: PageOptions): Promise<NotebookPage>;
}

/** What may be other than by default; with `labextension: false` the renderer is taken away again. */
export type InstalledOptions = Omit<JupyterOptions, "prefixes">;

/** Installs and starts before the tests around it; ends and removes all of it after them. */
export function installedJupyter(options: InstalledOptions = {}): InstalledJupyter {
  let prefix = "";
  let server: JupyterBrowser | undefined;
  beforeAll(async () => {
    prefix = mkdtempSync(join(tmpdir(), "tunebook-installed-"));
    await succeed(process.execPath, [cli, "install", "--prefix", prefix]);
    if (options.labextension === false)
      rmSync(join(prefix, "share", "jupyter", "labextensions"), { recursive: true });
    // The renderer comes from the installation, not from the build.
    server = await startJupyter({ ...options, prefixes: [prefix], labextension: false });
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    rmSync(prefix, { recursive: true, force: true });
  });
  return {
    get server() {
      return server!;
    },
    open(name, sources, page) {
      writeFileSync(join(server!.root, name), notebookOf("tunebook", sources));
      return server!.open(name, page);
    },
  };
}
