// What `tunebook install` writes, seen by Jupyter itself.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cli, python, run, succeed } from "./support/run.ts";

const scratch = mkdtempSync(join(tmpdir(), "tunebook-cli-install-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.skipIf(!python)("tunebook install, seen by Jupyter", () => {
  const env = {
    HOME: scratch,
    XDG_DATA_HOME: "",
    JUPYTER_DATA_DIR: "",
    JUPYTER_PATH: "",
    VIRTUAL_ENV: "",
    CONDA_PREFIX: "",
  };

  it("for the user: the kernel is listed, and the extension enabled and OK", async () => {
    await succeed(process.execPath, [cli, "install"], { env });
    const kernels = await succeed(
      python!,
      ["-m", "jupyter_client.kernelspecapp", "list", "--json"],
      {
        env,
      },
    );
    const { tunebook } = JSON.parse(kernels.stdout).kernelspecs;
    expect(tunebook.resource_dir.startsWith(scratch)).toBe(true);
    expect(tunebook.spec).toMatchObject({ language: "typescript", interrupt_mode: "message" });
    const listed = await run(python!, ["-m", "jupyterlab.labextensions", "list"], { env });
    // oxlint-disable-next-line no-control-regex -- the list is coloured
    const plain = (listed.stdout + listed.stderr).replace(/\u001b\[[\d;]*m/g, "");
    expect(plain).toMatch(/tunebook v\d+\.\d+\.\d+ enabled OK/);
  });

  it("is found good by the doctor, which ends with 1 once a part is gone", async () => {
    const good = await run(process.execPath, [cli, "doctor"], { env });
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining("All is well.") });
    const { stdout } = await succeed(process.execPath, [cli, "uninstall"], { env });
    expect(stdout.match(/^removed .*$/gm)).toHaveLength(4);
    const bad = await run(process.execPath, [cli, "doctor"], { env });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain("2 things are wrong.");
    expect(bad.stdout).toMatch(/✘ no kernel "tunebook".*\n {4}Run: tunebook install/);
  });
});
