import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  activePrefix,
  jupyterFolder,
  searchFolders,
  userFolder,
} from "../../../kernel/install/jupyter-folders.ts";

const machine = (platform: NodeJS.Platform, env: Record<string, string> = {}) => ({
  platform,
  env,
  home: "/home/ada",
});

describe("the user's Jupyter folder", () => {
  // As jupyter_core.paths.jupyter_data_dir has it.
  const table: [string, NodeJS.Platform, Record<string, string>, string][] = [
    ["Linux", "linux", {}, "/home/ada/.local/share/jupyter"],
    ["XDG_DATA_HOME", "linux", { XDG_DATA_HOME: "/x" }, "/x/jupyter"],
    ["macOS", "darwin", {}, "/home/ada/Library/Jupyter"],
    [
      "macOS with platform dirs",
      "darwin",
      { JUPYTER_PLATFORM_DIRS: "1" },
      "/home/ada/Library/Application Support/jupyter",
    ],
    ["platform dirs off", "darwin", { JUPYTER_PLATFORM_DIRS: "0" }, "/home/ada/Library/Jupyter"],
    ["Windows", "win32", { APPDATA: "/roaming" }, "/roaming/jupyter"],
    [
      "Windows with platform dirs",
      "win32",
      { LOCALAPPDATA: "/local", APPDATA: "/roaming", JUPYTER_PLATFORM_DIRS: "yes" },
      "/local/jupyter",
    ],
    ["JUPYTER_DATA_DIR", "darwin", { JUPYTER_DATA_DIR: "/d" }, "/d"],
  ];
  for (const [what, platform, env, expected] of table) {
    it(what, () => expect(userFolder(machine(platform, env))).toBe(expected));
  }
});

describe("the folder of a target", () => {
  it("is share/jupyter of a prefix", () => {
    expect(jupyterFolder({ kind: "prefix", prefix: "/opt/env" }, machine("linux"))).toBe(
      "/opt/env/share/jupyter",
    );
  });

  it("is that of the active environment, a virtual one before a conda one", () => {
    const env = { CONDA_PREFIX: "/conda", VIRTUAL_ENV: "/venv" };
    expect(activePrefix(machine("linux", env))).toBe("/venv");
    expect(jupyterFolder({ kind: "sys-prefix" }, machine("linux", { CONDA_PREFIX: "/c" }))).toBe(
      join("/c", "share", "jupyter"),
    );
  });
});

describe("where Jupyter looks", () => {
  it("is JUPYTER_PATH first, then environments, the user, the system; each once", () => {
    const env = { JUPYTER_PATH: "/one:/two", VIRTUAL_ENV: "/venv" };
    expect(searchFolders(["/venv", "/lab"], machine("linux", env))).toEqual([
      "/one",
      "/two",
      "/venv/share/jupyter",
      "/lab/share/jupyter",
      "/home/ada/.local/share/jupyter",
      "/usr/local/share/jupyter",
      "/usr/share/jupyter",
    ]);
  });
});
