// Each fault that users of kernels have met, made for real in a home of its own: the doctor finds it, says
// the command that mends it, and is content once that is done.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { copyPackage } from "./support/broken-package.ts";
import { cli, python, run, type RunResult, succeed } from "./support/run.ts";

interface Found {
  check: string;
  state: "good" | "bad" | "absent";
  text: string;
  remedy?: string;
}

const scratch = mkdtempSync(join(tmpdir(), "tunebook-doctor-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let home: string;
let env: Record<string, string>;
beforeEach(() => {
  home = mkdtempSync(join(scratch, "home-"));
  env = {
    HOME: home,
    XDG_DATA_HOME: "",
    JUPYTER_DATA_DIR: "",
    JUPYTER_CONFIG_DIR: "",
    JUPYTER_PATH: "",
    VIRTUAL_ENV: "",
    CONDA_PREFIX: "",
    // Nobody's registry, so that no test depends on a network.
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_noproxy: "127.0.0.1",
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
  };
});

const user = () => join(home, ".local", "share", "jupyter");
const tunebook = (...words: string[]): Promise<RunResult> =>
  run(process.execPath, [cli, ...words], { env, cwd: home });

async function doctor(command = cli, ...words: string[]) {
  const { code, stdout, stderr } = await run(
    process.execPath,
    [command, "doctor", "--json", ...words],
    { env, cwd: home },
  );
  if (!stdout) throw new Error(stderr);
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Found[] };
  expect(code).toBe(ok ? 0 : 1);
  const of = (check: string) => findings.find((one) => one.check === check)!;
  return { ok, findings, of, bad: findings.filter(({ state }) => state === "bad") };
}

/** A fault is found by one check, which says what to run; the doctor ends with 1. */
async function fault(check: string, text: RegExp, remedy: RegExp, command = cli): Promise<string> {
  const { ok, of } = await doctor(command, check);
  expect(ok).toBe(false);
  expect(of(check)).toMatchObject({
    state: "bad",
    text: expect.stringMatching(text),
    remedy: expect.stringMatching(remedy),
  });
  return of(check).remedy!;
}

/** Runs the `tunebook …` or `jupyter …` command that a remedy names. */
async function follow(remedy: string): Promise<void> {
  const words = /(?:Run: |, then )(.*?)(?:, then .*|, which .*| \(or .*)?$/.exec(remedy)![1]!;
  const bin = mkdtempSync(join(scratch, "bin-"));
  symlinkSync(cli, join(bin, "tunebook"));
  chmodSync(cli, 0o755);
  const PATH = `${bin}:${dirname(python!)}:${env["PATH"]}`;
  await succeed("sh", ["-c", words], { env: { ...env, PATH }, cwd: home });
}

describe.skipIf(!python)("the doctor", () => {
  it("looks at what it is asked to look at", async () => {
    const { findings } = await doctor(cli, "node", "zeromq");
    expect(findings.map(({ check }) => check)).toEqual(["node", "zeromq"]);
    const { code, stderr } = await tunebook("doctor", "zeromk");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("Did you mean zeromq?"),
    });
  });

  it("is content after an installation, and says so by its exit code", async () => {
    expect((await tunebook("install")).code).toBe(0);
    const { bad } = await doctor();
    expect(bad).toEqual([]);
    const { code, stdout } = await tunebook("doctor");
    expect(code).toBe(0);
    expect(stdout).toContain("All is well.");
  });

  it("finds that nothing is installed; --fix installs", async () => {
    await fault("kernelspec", /no kernel "tunebook"/, /Run: tunebook install/);
    await fault("labextension", /in none of Jupyter's folders/, /Run: tunebook install/);
    const { bad } = await doctor(cli, "--fix");
    expect(bad).toEqual([]);
  });

  it("finds a Node that is gone, a launcher that is gone, a package that was moved", async () => {
    await tunebook("install");
    const spec = join(user(), "kernels", "tunebook", "kernel.json");
    const launcher = join(user(), "tunebook", "launcher.mjs");
    const breaks: [() => void, RegExp][] = [
      [
        () =>
          writeFileSync(
            spec,
            readFileSync(spec, "utf8").replace(process.execPath, join(home, "node-18")),
          ),
        /names the Node .*node-18, which is gone/,
      ],
      [() => rmSync(launcher), /names the launcher .*, which is gone/],
      [
        () => writeFileSync(launcher, readFileSync(launcher, "utf8").replace(cli, "/gone/main.js")),
        /leads to \/gone\/main\.js, which is gone/,
      ],
      [() => writeFileSync(spec, "{"), /cannot be read/],
      [
        () => rmSync(join(user(), "kernels", "tunebook-javascript"), { recursive: true }),
        /the kernel "tunebook-javascript" is missing/,
      ],
    ];
    for (const [make, text] of breaks) {
      make();
      await follow(await fault("kernelspec", text, /^Run: tunebook install$/));
      expect((await doctor(cli, "kernelspec")).of("kernelspec").state).toBe("good");
    }
  });

  it("finds a kernel of another copy, which an installation by this one replaces", async () => {
    const other = copyPackage(scratch);
    await succeed(process.execPath, [other.cli, "install"], { env });
    await follow(await fault("kernelspec", /runs another copy of Tunebook/, /tunebook install/));
    expect((await doctor()).bad).toEqual([]);
  });

  it("finds a kernelspec that hides the good one in a later folder", async () => {
    await tunebook("install");
    const earlier = join(home, "earlier", "share", "jupyter");
    const prefix = dirname(dirname(earlier));
    env["JUPYTER_PATH"] = earlier;
    const other = copyPackage(scratch);
    await succeed(process.execPath, [other.cli, "install", "--prefix", prefix], { env });
    const remedy = await fault("kernelspec", /it hides the good one in .*\.local/, /uninstall/);
    expect(remedy).toBe(`Run: tunebook uninstall --prefix ${prefix}`);
    await follow(remedy);
    expect((await doctor(cli, "kernelspec")).of("kernelspec").state).toBe("good");
  });

  it("finds a renderer that is missing in part, old, or disabled", async () => {
    await tunebook("install");
    const extension = join(user(), "labextensions", "tunebook");
    const manifest = join(extension, "package.json");
    const breaks: [() => unknown, RegExp][] = [
      [() => rmSync(extension, { recursive: true }), /in none of Jupyter's folders/],
      [() => rmSync(join(extension, "static"), { recursive: true }), /lacks static/],
      [
        () =>
          writeFileSync(
            manifest,
            readFileSync(manifest, "utf8").replace(/"version":\s*"[^"]+"/, '"version": "0.0.1"'),
          ),
        /of another build \(0\.0\.1/,
      ],
      [
        () =>
          succeed(
            python!,
            ["-m", "jupyterlab.labextensions", "disable", "tunebook", "--level=user"],
            {
              env,
            },
          ),
        /disabled in .*page_config\.json/,
      ],
    ];
    for (const [make, text] of breaks) {
      await make();
      await follow(await fault("labextension", text, /^Run: (tunebook install|jupyter labext)/));
      expect((await doctor(cli, "labextension")).of("labextension").state).toBe("good");
    }
  });

  it("finds a jupyter on PATH that does not look where the kernel is", async () => {
    // The kernel is in one Python's environment, and the terminal's jupyter belongs to another.
    await tunebook("install", "--prefix", join(home, "first"));
    env["VIRTUAL_ENV"] = join(home, "first");
    const second = join(home, "second", "bin");
    mkdirSync(second, { recursive: true });
    const script = join(second, "jupyter");
    writeFileSync(
      script,
      `#!/bin/sh\nVIRTUAL_ENV= JUPYTER_PREFER_ENV_PATH=0 exec ${python} -m jupyter_core.command "$@"\n`,
      {
        mode: 0o755,
      },
    );
    env["PATH"] = `${second}:${env["PATH"]}`;
    const remedy = await fault(
      "jupyterCommand",
      /second\/bin\/jupyter\) does not look where the kernel is \(.*first\/share\/jupyter\/kernels, of another Python\)/,
      /^Run: .*tunebook install/,
    );
    expect(remedy).toBe("Run: tunebook install");
    await follow(remedy);
    expect((await doctor(cli, "jupyterCommand")).of("jupyterCommand").state).toBe("good");
  });

  it("says when no jupyter is on PATH, and how to start JupyterLab all the same", async () => {
    await tunebook("install");
    expect((await doctor(cli, "jupyterCommand")).of("jupyterCommand")).toMatchObject({
      state: "absent",
      text: "no jupyter on PATH",
      remedy: expect.stringContaining("tunebook lab"),
    });
    env["PATH"] = `${dirname(python!)}:${env["PATH"]}`;
    expect((await doctor(cli, "jupyterCommand")).of("jupyterCommand").state).toBe("good");
  });

  it("finds a JupyterLab that is too old, and one that is absent", async () => {
    await tunebook("install");
    const site = join(home, "site");
    mkdirSync(join(site, "jupyterlab-3.6.8.dist-info"), { recursive: true });
    const metadata = "Metadata-Version: 2.1\nName: jupyterlab\nVersion: 3.6.8\n";
    writeFileSync(join(site, "jupyterlab-3.6.8.dist-info", "METADATA"), metadata);
    env["PYTHONPATH"] = site;
    await fault(
      "jupyter",
      /JupyterLab 3\.6\.8 .* is too old/,
      /-m pip install --upgrade "jupyterlab>=4"/,
    );
    delete env["PYTHONPATH"];
    expect((await doctor(cli, "jupyter")).of("jupyter").state).toBe("good");
    env["TUNEBOOK_PYTHON"] = "/usr/bin/false";
    const none = copyPackage(scratch);
    const { of } = await doctor(none.cli, "jupyter");
    expect(of("jupyter")).toMatchObject({
      state: "absent",
      remedy: expect.stringContaining("tunebook run NOTEBOOK"),
    });
  });

  it("finds a Node that is not supported", async () => {
    const other = copyPackage(scratch, [], { engines: { node: ">=99.0.0" } });
    await fault("node", /is not among those that work: >=99/, /Install a current Node/, other.cli);
  });

  it("finds native parts that npm left out, or that are of another platform", async () => {
    const copy = copyPackage(scratch, [
      "oxc-transform",
      "@oxc-transform",
      "zeromq",
      "typescript",
      "@typescript",
    ]);
    const modules = dirname(copy.root);
    const binding = join(modules, "@oxc-transform");
    const aside = join(home, "aside");
    const npm =
      /Install the packages on this machine.*npm install --global tunebook --include=optional/;
    const whole = async (check: string) =>
      expect((await doctor(copy.cli, check)).of(check).state).toBe("good");
    await whole("compiler");

    renameSync(binding, aside);
    await fault("compiler", /no cell can run: .*npm left out the optional packages/, npm, copy.cli);
    mkdirSync(join(binding, "binding-darwin-sparc"), { recursive: true });
    await fault("compiler", /were installed for darwin-sparc, and this is/, npm, copy.cli);
    rmSync(binding, { recursive: true });
    renameSync(aside, binding);
    await whole("compiler");

    renameSync(join(modules, "zeromq", "build"), aside);
    await fault("zeromq", /no kernel can talk to Jupyter: /, npm, copy.cli);
    renameSync(aside, join(modules, "zeromq", "build"));
    await whole("zeromq");

    renameSync(join(modules, "@typescript"), aside);
    await fault("languageServer", /neither completion nor type errors: /, npm, copy.cli);
    renameSync(aside, join(modules, "@typescript"));
    await whole("languageServer");
  });

  it("finds a language server that starts and does not answer", async () => {
    const copy = copyPackage(scratch, ["typescript", "@typescript"]);
    const found = await run("find", [
      join(dirname(copy.root), "@typescript"),
      "-name",
      "tsc*",
      "-type",
      "f",
      "-perm",
      "/111",
    ]);
    const executable = found.stdout.trim().split("\n")[0]!;
    copyFileSync(executable, `${executable}.real`);
    writeFileSync(
      executable,
      `#!/bin/sh\n[ "$1" = --version ] && echo "Version 7.0.2" && exit 0\nexit 3\n`,
    );
    await fault("languageServer", /it ended at once \(3\)/, /npm install --global/, copy.cli);
    renameSync(`${executable}.real`, executable);
    expect((await doctor(copy.cli, "languageServer")).of("languageServer").state).toBe("good");
  });

  it("says when install scripts were not run, without calling it a fault", async () => {
    const copy = copyPackage(scratch);
    const native = join(dirname(copy.root), "tfjs-node-native");
    rmSync(native, { force: true });
    // What npm leaves where scripts are not allowed: the package, and no binding in it.
    mkdirSync(native, { recursive: true });
    writeFileSync(
      join(native, "package.json"),
      '{ "name": "@tensorflow/tfjs-node", "main": "index.js" }',
    );
    writeFileSync(join(native, "index.js"), 'throw new Error("The addon can not be found");');
    env["npm_config_ignore_scripts"] = "true";
    const { of } = await doctor(copy.cli, "tensorflow");
    expect(of("tensorflow")).toMatchObject({
      state: "absent",
      text: expect.stringMatching(
        /npm runs no install scripts \(ignore-scripts\): The addon can not/,
      ),
      remedy: expect.stringContaining("npm rebuild tfjs-node-native --ignore-scripts=false"),
    });
  });

  it("says when npm does not reach its registry, without calling it a fault", async () => {
    await tunebook("install");
    const { ok, of } = await doctor();
    expect(ok).toBe(true);
    expect(of("registry")).toMatchObject({
      state: "absent",
      text: expect.stringMatching(/does not reach its registry \(ECONNREFUSED\)/),
      remedy: expect.stringContaining("npm config set https-proxy"),
    });
  });

  it("finds a folder of Jupyter's that cannot be written", async () => {
    writeFileSync(join(home, "file"), "");
    env["JUPYTER_DATA_DIR"] = "/proc/tunebook";
    await fault("dataFolder", /\/proc\/tunebook, cannot be written/, /JUPYTER_DATA_DIR=FOLDER/);
    env["JUPYTER_DATA_DIR"] = join(home, "writable");
    await follow((await doctor(cli, "kernelspec")).of("kernelspec").remedy!);
    expect((await doctor()).bad).toEqual([]);
  });

  it("finds another version in the notebook's folder, and another as the command", async () => {
    await tunebook("install");
    const local = join(home, "node_modules", "tunebook");
    mkdirSync(local, { recursive: true });
    writeFileSync(join(local, "package.json"), '{ "name": "tunebook", "version": "0.0.9" }');
    await fault("copies", /import Tunebook 0\.0\.9 from /, /npm uninstall tunebook/);
    rmSync(local, { recursive: true });
    expect((await doctor(cli, "copies")).of("copies").state).toBe("good");

    const other = copyPackage(scratch, [], { version: "0.0.8" });
    const bin = join(home, "bin");
    mkdirSync(bin);
    symlinkSync(other.cli, join(bin, "tunebook"));
    env["PATH"] = `${bin}:${env["PATH"]}`;
    await fault("copies", /the command tunebook on PATH is 0\.0\.8/, /Keep one of them/);
  });

  it("finds that a program cannot reach itself on the loopback", async () => {
    // As a firewall does it: the connection is refused by the system.
    const firewall = join(home, "firewall.cjs");
    writeFileSync(
      firewall,
      `const net = require("node:net");
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...words) {
  const options = [words].flat(2)[0];
  if (options?.host !== "127.0.0.1") return connect.apply(this, words);
  process.nextTick(() => this.destroy(new Error("connect EPERM 127.0.0.1 - Local")));
  return this;
};
require("node:module").syncBuiltinESMExports();
`,
    );
    env["NODE_OPTIONS"] = `--require ${firewall}`;
    await fault("loopback", /127\.0\.0\.1: connect EPERM/, /Let the firewall/);
  });
});
