import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { examine } from "../../../kernel/install/doctor/doctor.ts";
import { satisfies } from "../../../kernel/install/doctor/node-check.ts";
import { install, placesIn, uninstall } from "../../../kernel/install/installation.ts";
import { NODE_FLAGS } from "../../../kernel/install/kernelspec.ts";
import { launcherTarget } from "../../../kernel/install/launcher.ts";
import { inNpxCache, packageFiles } from "../../../kernel/install/package-files.ts";

let scratch: string;
let root: string;
let jupyter: string;

/** A package as the build makes it, with as little in it as an installation needs. */
function makePackage(entry = "static/remoteEntry.1.js"): void {
  const put = (path: string, text: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put("package.json", JSON.stringify({ version: "1.2.3", engines: { node: ">=20.0.0" } }));
  put("dist/cli/main.js", `console.log("main", ...process.argv.slice(2));`);
  const manifest = { version: "1.2.3", jupyterlab: { _build: { load: entry } } };
  put("dist/labextension/package.json", JSON.stringify(manifest));
  put(`dist/labextension/${entry}`, "// container");
  for (const name of ["logo-svg.svg", "logo-64x64.png", "logo-32x32.png"]) {
    put(`dist/kernel/install/assets/${name}`, name);
  }
}

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "tunebook-install-"));
  root = join(scratch, "package");
  jupyter = join(scratch, "a prefix", "share", "jupyter");
  makePackage();
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const tree = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

const check = (only: "kernelspec" | "labextension") =>
  examine({ packageRoot: root, folders: [jupyter], only: [only] }).then(([finding]) => finding!);

describe("an installation", () => {
  it("is kernelspec, logos, launcher and labextension, and nothing else", () => {
    const written = install(jupyter, packageFiles(root), "/opt/node");
    const expected = [
      "kernels/tunebook-javascript/kernel.json",
      "kernels/tunebook-javascript/logo-32x32.png",
      "kernels/tunebook-javascript/logo-64x64.png",
      "kernels/tunebook-javascript/logo-svg.svg",
      "kernels/tunebook/kernel.json",
      "kernels/tunebook/logo-32x32.png",
      "kernels/tunebook/logo-64x64.png",
      "kernels/tunebook/logo-svg.svg",
      "labextensions/tunebook/package.json",
      "labextensions/tunebook/static/remoteEntry.1.js",
      "tunebook/installed.json",
      "tunebook/launcher.mjs",
    ];
    expect(tree(jupyter)).toEqual(expected);
    const places = placesIn(jupyter);
    expect(written).toEqual([
      join(places.kernelspec, "kernel.json"),
      join(places.javascriptKernelspec, "kernel.json"),
      places.launcher,
      places.labextension,
    ]);
    const spec = JSON.parse(readFileSync(written[0]!, "utf8"));
    expect(spec).toMatchObject({
      argv: [
        "/opt/node",
        ...NODE_FLAGS,
        places.launcher,
        "kernel",
        "--connection-file",
        "{connection_file}",
      ],
      display_name: "TypeScript (Tunebook)",
      language: "typescript",
      interrupt_mode: "message",
      kernel_protocol_version: "5.5",
    });
    const words = (spec.argv as string[]).slice(NODE_FLAGS.length + 2);
    expect(JSON.parse(readFileSync(written[1]!, "utf8"))).toMatchObject({
      argv: [
        "/opt/node",
        ...NODE_FLAGS,
        places.launcher,
        words[0],
        "--language",
        "javascript",
        ...words.slice(1),
      ],
      display_name: "JavaScript (Tunebook)",
      language: "javascript",
    });
  });

  it("done twice is the same, and leaves no file of an older build", () => {
    install(jupyter, packageFiles(root));
    const first = tree(jupyter);
    install(jupyter, packageFiles(root));
    expect(tree(jupyter)).toEqual(first);
    rmSync(join(root, "dist", "labextension"), { recursive: true });
    makePackage("static/remoteEntry.2.js");
    install(jupyter, packageFiles(root));
    expect(tree(placesIn(jupyter).labextension)).toEqual([
      "package.json",
      "static/remoteEntry.2.js",
    ]);
  });

  it("is taken away whole, with nothing of anybody else's", () => {
    install(jupyter, packageFiles(root));
    mkdirSync(join(jupyter, "kernels", "python3"));
    writeFileSync(join(jupyter, "kernels", "python3", "kernel.json"), "{}");
    writeFileSync(join(jupyter, "kernels", "tunebook", "notes.txt"), "mine");
    writeFileSync(join(jupyter, "tunebook", "history.jsonl"), "{}");
    const places = placesIn(jupyter);
    const kept = [
      join(places.kernelspec, "notes.txt"),
      join(dirname(places.launcher), "history.jsonl"),
    ];
    const { removed, ...rest } = uninstall(jupyter);
    expect(removed).toEqual(
      expect.arrayContaining([
        places.javascriptKernelspec,
        places.labextension,
        places.launcher,
        join(places.kernelspec, "kernel.json"),
      ]),
    );
    expect(rest).toEqual({ kept });
    expect(tree(jupyter)).toEqual([
      "kernels/python3/kernel.json",
      "kernels/tunebook/notes.txt",
      "tunebook/history.jsonl",
    ]);
    expect(uninstall(jupyter)).toEqual({ removed: [], kept });
  });

  it("is taken away, folders and all, where only its own files are", () => {
    install(jupyter, packageFiles(root));
    const places = placesIn(jupyter);
    const folders = [places.kernelspec, places.javascriptKernelspec, places.labextension];
    expect(uninstall(jupyter)).toEqual({ removed: [...folders, places.launcher], kept: [] });
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
    expect(existsSync(dirname(places.launcher))).toBe(false);
  });

  it("removes nothing outside of Jupyter's folder, whatever its list says", () => {
    install(jupyter, packageFiles(root));
    const outside = join(jupyter, "..", "outside.txt");
    writeFileSync(outside, "mine");
    const list = join(jupyter, "tunebook", "installed.json");
    for (const path of [
      "../outside.txt",
      "kernels/../../outside.txt",
      outside,
      "C:\\outside.txt",
    ]) {
      writeFileSync(list, JSON.stringify({ version: "1.2.3", files: [path] }));
      uninstall(jupyter);
      expect(existsSync(outside)).toBe(true);
      install(jupyter, packageFiles(root));
    }
  });

  it("leads to the newer package and the other Node when installed anew", () => {
    install(jupyter, packageFiles(root), join(scratch, "node-20"));
    root = join(scratch, "newer");
    makePackage();
    install(jupyter, packageFiles(root), join(scratch, "node-24"));
    const places = placesIn(jupyter);
    expect(launcherTarget(readFileSync(places.launcher, "utf8"))).toBe(
      join(root, "dist", "cli", "main.js"),
    );
    for (const folder of [places.kernelspec, places.javascriptKernelspec]) {
      const { argv } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
      expect(argv[0]).toBe(join(scratch, "node-24"));
    }
  });

  it("says why it cannot write, and where else it could", () => {
    const file = join(scratch, "file");
    writeFileSync(file, "");
    expect(() => install(join(file, "share"), packageFiles(root))).toThrow(
      /Cannot write into .*file.*share: .*--prefix FOLDER/,
    );
  });

  it("asks for a build where there is none", () => {
    rmSync(join(root, "dist", "labextension"), { recursive: true });
    expect(() => packageFiles(root)).toThrow(/not built. Run: npm run build/);
  });

  it("knows the cache of npx", () => {
    expect(inNpxCache("/home/ada/.npm/_npx/0a1b/node_modules/tunebook")).toBe(true);
    expect(inNpxCache("/usr/lib/node_modules/tunebook")).toBe(false);
  });
});

describe("the launcher", () => {
  const start = () =>
    spawnSync(process.execPath, [placesIn(jupyter).launcher, "kernel", "--x"], {
      encoding: "utf8",
    });

  it("runs the package's command with what it was given", () => {
    install(jupyter, packageFiles(root));
    expect(start()).toMatchObject({ status: 0, stdout: "main kernel --x\n" });
  });

  it("says how to install again when the package is gone", () => {
    install(jupyter, packageFiles(root));
    rmSync(root, { recursive: true });
    const { status, stderr } = start();
    expect(status).toBe(1);
    expect(stderr).toContain(join(root, "dist", "cli", "main.js"));
    expect(stderr).toContain("npm install --global tunebook");
  });
});

describe("the doctor", () => {
  it("finds an installation good", async () => {
    install(jupyter, packageFiles(root));
    expect((await check("kernelspec")).state).toBe("good");
    expect((await check("labextension")).state).toBe("good");
  });

  it("finds none, and names the remedy", async () => {
    for (const part of ["kernelspec", "labextension"] as const) {
      const { state, remedy } = await check(part);
      expect(state).toBe("bad");
      expect(remedy).toContain("tunebook install");
    }
  });

  it("finds what has gone since: node, launcher, package", async () => {
    install(jupyter, packageFiles(root), join(scratch, "no-node"));
    expect((await check("kernelspec")).text).toContain("no-node, which is gone");
    install(jupyter, packageFiles(root));
    rmSync(placesIn(jupyter).launcher);
    expect((await check("kernelspec")).text).toContain("names the launcher");
    install(jupyter, packageFiles(root));
    rmSync(join(root, "dist", "cli"), { recursive: true });
    expect((await check("kernelspec")).text).toContain("leads to");
  });

  it("finds a kernel of another copy, and a renderer of another build", async () => {
    install(jupyter, packageFiles(root));
    const first = root;
    root = join(scratch, "second");
    makePackage("static/remoteEntry.2.js");
    expect((await check("kernelspec")).text).toContain(
      `another copy of Tunebook: ${join(first, "dist", "cli", "main.js")}`,
    );
    expect((await check("labextension")).text).toContain("another build");
  });

  it("finds broken files", async () => {
    install(jupyter, packageFiles(root));
    writeFileSync(join(placesIn(jupyter).kernelspec, "kernel.json"), "{");
    expect((await check("kernelspec")).text).toContain("cannot be read");
    rmSync(join(placesIn(jupyter).labextension, "static"), { recursive: true });
    expect((await check("labextension")).text).toContain("lacks static/remoteEntry.1.js");
  });

  it("reads the range of Node versions", () => {
    const range = "^20.19.0 || >=22.12.0";
    expect(
      ["20.19.0", "20.20.2", "22.12.0", "24.0.1", "26.1.0"].filter((v) => !satisfies(v, range)),
    ).toEqual([]);
    expect(["18.0.0", "20.18.9", "21.0.0", "22.11.0"].filter((v) => satisfies(v, range))).toEqual(
      [],
    );
  });
});
