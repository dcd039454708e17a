// What VS Code's Jupyter extension needs of a kernelspec, as its sources and issues say; checked on files,
// since VS Code itself is not run here.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { examine } from "../../../kernel/install/doctor/doctor.ts";
import { vscodeFolders } from "../../../kernel/install/doctor/vscode-check.ts";
import { install } from "../../../kernel/install/installation.ts";
import { type Machine, prefixFolder, userFolder } from "../../../kernel/install/jupyter-folders.ts";
import { KERNELS, kernelspec } from "../../../kernel/install/kernelspec.ts";
import { root } from "../../system/support/run.ts";

const scratch = mkdtempSync(join(tmpdir(), "tunebook-vscode-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("a kernelspec for VS Code", () => {
  it("names its program by an absolute path: a kernel whose program is not found is hidden", () => {
    // microsoft/vscode-jupyter#13796
    for (const kernel of KERNELS) {
      const { argv } = kernelspec(process.execPath, "/data/launcher.mjs", kernel);
      expect(isAbsolute(argv[0]!)).toBe(true);
    }
  });

  it("has the connection file as an argument of its own, and a language that VS Code knows by that id", () => {
    for (const kernel of KERNELS) {
      const spec = kernelspec(process.execPath, "/data/launcher.mjs", kernel);
      expect(spec.argv.filter((word) => word === "{connection_file}")).toHaveLength(1);
      expect(["typescript", "javascript"]).toContain(spec.language);
      // Without it VS Code would send a signal, which stops nothing on Windows.
      expect(spec.interrupt_mode).toBe("message");
    }
  });

  it("lies where VS Code looks on each platform, unless the user's variables lead elsewhere", () => {
    const machines: Machine[] = [
      { platform: "linux", env: {}, home: "/home/ada" },
      { platform: "darwin", env: {}, home: "/Users/ada" },
      {
        platform: "win32",
        env: { APPDATA: "C:\\Users\\ada\\AppData\\Roaming" },
        home: "C:\\Users\\ada",
      },
    ];
    for (const machine of machines) {
      expect(vscodeFolders([], machine)).toContain(userFolder(machine));
      expect(vscodeFolders(["/venv"], machine)).toContain(prefixFolder("/venv", machine));
      const moved = { ...machine, env: { ...machine.env, JUPYTER_DATA_DIR: "/moved" } };
      expect(vscodeFolders([], moved)).not.toContain(userFolder(moved));
    }
  });

  it("is looked for by the doctor, which says how VS Code finds one that lies elsewhere", async () => {
    const home = join(scratch, "home");
    const moved = join(scratch, "moved");
    const files = {
      version: "1.0.0",
      main: join(root, "package.json"),
      labextension: join(root, "docs"),
      logos: {},
    };
    install(moved, files);
    const look = (env: Record<string, string>) =>
      examine({
        only: ["vscode"],
        folders: [moved],
        machine: { platform: "linux", home, env },
      }).then(([found]) => found!);
    expect(await look({ JUPYTER_DATA_DIR: moved })).toMatchObject({
      state: "absent",
      text: `VS Code does not look for kernels in ${moved}`,
      remedy: expect.stringContaining(`export JUPYTER_PATH=${moved}`),
    });
    expect((await look({ JUPYTER_PATH: moved })).state).toBe("good");
    install(join(home, ".local", "share", "jupyter"), files);
    expect((await look({})).state).toBe("good");
  });
});
