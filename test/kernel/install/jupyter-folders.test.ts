import { describe, expect, it } from "vitest";
import {
  activePrefix,
  configFolder,
  configFolders,
  jupyterFolder,
  type Machine,
  searchFolders,
  userFolder,
} from "../../../kernel/install/jupyter-folders.ts";

const HOMES: Partial<Record<NodeJS.Platform, string>> = {
  linux: "/home/ada",
  darwin: "/Users/ada",
  win32: "C:\\Users\\ada",
};

const machine = (platform: NodeJS.Platform, env: Record<string, string> = {}): Machine => ({
  platform,
  env,
  home: HOMES[platform]!,
});

type Row = [what: string, NodeJS.Platform, Record<string, string>, expected: string];

describe("the user's Jupyter folder", () => {
  // As jupyter_core.paths.jupyter_data_dir has it (5.9), and platformdirs.user_data_dir (4.14).
  const on = { JUPYTER_PLATFORM_DIRS: "1" };
  const table: Row[] = [
    ["Linux", "linux", {}, "/home/ada/.local/share/jupyter"],
    ["XDG_DATA_HOME", "linux", { XDG_DATA_HOME: "/x" }, "/x/jupyter"],
    ["Linux with platform dirs", "linux", on, "/home/ada/.local/share/jupyter"],
    ["macOS", "darwin", {}, "/Users/ada/Library/Jupyter"],
    ["macOS heeds no XDG", "darwin", { XDG_DATA_HOME: "/x" }, "/Users/ada/Library/Jupyter"],
    ["macOS with platform dirs", "darwin", on, "/Users/ada/Library/Application Support/jupyter"],
    ["… which heed XDG", "darwin", { ...on, XDG_DATA_HOME: "/x" }, "/x/jupyter"],
    ["platform dirs off", "darwin", { JUPYTER_PLATFORM_DIRS: "0" }, "/Users/ada/Library/Jupyter"],
    ["platform dirs No", "darwin", { JUPYTER_PLATFORM_DIRS: "No" }, "/Users/ada/Library/Jupyter"],
    [
      "Windows",
      "win32",
      { APPDATA: "C:\\Users\\ada\\AppData\\Roaming" },
      "C:\\Users\\ada\\AppData\\Roaming\\jupyter",
    ],
    ["Windows without APPDATA", "win32", {}, "C:\\Users\\ada\\.jupyter\\data"],
    [
      "… and its settings elsewhere",
      "win32",
      { JUPYTER_CONFIG_DIR: "D:\\settings" },
      "D:\\settings\\data",
    ],
    [
      "Windows with platform dirs",
      "win32",
      { ...on, LOCALAPPDATA: "C:\\Local", APPDATA: "C:\\Roaming" },
      "C:\\Local\\jupyter",
    ],
    ["JUPYTER_DATA_DIR", "darwin", { JUPYTER_DATA_DIR: "/d", ...on }, "/d"],
    ["JUPYTER_DATA_DIR on Windows", "win32", { JUPYTER_DATA_DIR: "D:/d" }, "D:\\d"],
  ];
  for (const [what, platform, env, expected] of table) {
    it(what, () => expect(userFolder(machine(platform, env))).toBe(expected));
  }
});

describe("the user's folder of settings", () => {
  const on = { JUPYTER_PLATFORM_DIRS: "yes" };
  const table: Row[] = [
    ["Linux", "linux", {}, "/home/ada/.jupyter"],
    ["Linux with platform dirs", "linux", on, "/home/ada/.config/jupyter"],
    ["macOS", "darwin", {}, "/Users/ada/.jupyter"],
    ["macOS with platform dirs", "darwin", on, "/Users/ada/Library/Application Support/jupyter"],
    ["Windows", "win32", {}, "C:\\Users\\ada\\.jupyter"],
    ["Windows with platform dirs", "win32", on, "C:\\Users\\ada\\AppData\\Local\\jupyter"],
    ["JUPYTER_CONFIG_DIR", "linux", { JUPYTER_CONFIG_DIR: "/c", ...on }, "/c"],
  ];
  for (const [what, platform, env, expected] of table) {
    it(what, () => expect(configFolder(machine(platform, env))).toBe(expected));
  }
});

describe("the folder of a target", () => {
  it("is share/jupyter of a prefix", () => {
    const prefix = { kind: "prefix", prefix: "/opt/env" } as const;
    expect(jupyterFolder(prefix, machine("linux"))).toBe("/opt/env/share/jupyter");
    expect(jupyterFolder({ kind: "prefix", prefix: "C:\\env" }, machine("win32"))).toBe(
      "C:\\env\\share\\jupyter",
    );
  });

  it("is that of the active environment, a virtual one before a conda one", () => {
    const env = { CONDA_PREFIX: "/conda", VIRTUAL_ENV: "/venv" };
    expect(activePrefix(machine("linux", env))).toBe("/venv");
    const conda = machine("win32", { CONDA_PREFIX: "C:\\conda" });
    expect(jupyterFolder({ kind: "sys-prefix" }, conda)).toBe("C:\\conda\\share\\jupyter");
  });
});

describe("where Jupyter looks", () => {
  const user = "/home/ada/.local/share/jupyter";
  const system = ["/usr/local/share/jupyter", "/usr/share/jupyter"];

  it("is JUPYTER_PATH first, then the environment, the user, the system; each once", () => {
    const env = { JUPYTER_PATH: "/one:/two", VIRTUAL_ENV: "/venv" };
    expect(searchFolders(["/venv", "/lab"], machine("linux", env))).toEqual([
      "/one",
      "/two",
      "/venv/share/jupyter",
      "/lab/share/jupyter",
      user,
      ...system,
    ]);
  });

  it("is the user before a Python that is no environment, and as JUPYTER_PREFER_ENV_PATH has it", () => {
    const python = "/opt/python/share/jupyter";
    const look = (env: Record<string, string>) =>
      searchFolders(["/opt/python"], machine("linux", env));
    expect(look({})).toEqual([user, python, ...system]);
    expect(look({ JUPYTER_PREFER_ENV_PATH: "1" })).toEqual([python, user, ...system]);
    const venv = { VIRTUAL_ENV: "/venv", JUPYTER_PREFER_ENV_PATH: "no" };
    expect(look(venv).slice(0, 2)).toEqual([user, "/venv/share/jupyter"]);
    const conda = { CONDA_PREFIX: "/conda" };
    expect(look({ ...conda, CONDA_DEFAULT_ENV: "base" })[0]).toBe(user);
    expect(look({ ...conda, CONDA_DEFAULT_ENV: "lab" })[0]).toBe("/conda/share/jupyter");
  });

  it("is the user's base of Python, too, where the data lies elsewhere", () => {
    const env = { XDG_DATA_HOME: "/x" };
    expect(searchFolders([], machine("linux", env))).toEqual(["/x/jupyter", user, ...system]);
  });

  it("on Windows, where %PROGRAMDATA% counts only when it is asked for", () => {
    const env = {
      APPDATA: "C:\\Roaming",
      PROGRAMDATA: "C:\\ProgramData",
      JUPYTER_PATH: "D:\\a;E:\\b",
    };
    const own = [
      "D:\\a",
      "E:\\b",
      "C:\\Roaming\\jupyter",
      "C:\\Roaming\\Python\\share\\jupyter",
      "C:\\Python\\share\\jupyter",
    ];
    expect(searchFolders(["C:\\Python"], machine("win32", env))).toEqual(own);
    const asked = { ...env, JUPYTER_USE_PROGRAMDATA: "1" };
    expect(searchFolders(["C:\\Python"], machine("win32", asked))).toEqual([
      ...own,
      "C:\\ProgramData\\jupyter",
    ]);
  });

  it("for settings: JUPYTER_CONFIG_PATH, then user and environment, then the system", () => {
    const env = { JUPYTER_CONFIG_PATH: "/one" };
    expect(configFolders(["/opt/python"], machine("linux", env))).toEqual([
      "/one",
      "/home/ada/.jupyter",
      "/home/ada/.local/etc/jupyter",
      "/opt/python/etc/jupyter",
      "/usr/local/etc/jupyter",
      "/etc/jupyter",
    ]);
  });
});
