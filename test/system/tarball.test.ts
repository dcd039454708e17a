import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, run, succeed } from "./support/run.ts";

const scratch = mkdtempSync(join(tmpdir(), "tarball-"));
const folder = join(scratch, "empty");
const bin = join(folder, "node_modules/.bin/tunebook");

describe("the packed tarball, in an empty folder", () => {
  beforeAll(async () => {
    mkdirSync(folder);
    await succeed("npm", ["pack", "--ignore-scripts", "--pack-destination", scratch], {
      cwd: root,
    });
    const tarball = readdirSync(scratch).find((name) => name.endsWith(".tgz"))!;
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    await succeed("npm", ["install", "--no-audit", "--no-fund", join(scratch, tarball)], {
      cwd: folder,
    });
  }, 600_000);

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it("installs the kernel, its launcher and the labextension under a prefix", async () => {
    const prefix = join(scratch, "prefix");
    await succeed(bin, ["install", "--prefix", prefix], { cwd: folder });
    const spec = JSON.parse(
      readFileSync(join(prefix, "share/jupyter/kernels/tunebook/kernel.json"), "utf8"),
    );
    expect(spec).toMatchObject({ language: "typescript", interrupt_mode: "message" });
    expect(readdirSync(join(prefix, "share/jupyter/labextensions"))).toContain("tunebook");
  });

  it("runs lesson 01 and saves it with its pictures", async () => {
    const output = join(scratch, "lesson.ipynb");
    await succeed(bin, ["course", "lessons"], { cwd: folder });
    const { stdout } = await succeed(
      bin,
      ["run", "lessons/01-why-tuning-is-hard.ipynb", "--output", output],
      { cwd: folder },
    );
    expect(stdout).not.toBe("");
    const saved = readFileSync(output, "utf8");
    expect(saved).toContain('"image/png"');
    expect(saved).not.toContain('"output_type": "error"');
  }, 300_000);

  it("says which command was misspelt, and exits 2", async () => {
    const { code, stderr } = await run(bin, ["isntall"], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain("install");
  });
});
