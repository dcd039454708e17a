import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("the registries of tuners, pruners, figures and magics", () => {
  let copy: string;

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "registries-"));
    for (const path of [
      "scripts/registries.mjs",
      "lib/tuners",
      "lib/pruners",
      "lib/plots",
      "kernel/handlers/magics",
    ]) {
      cpSync(join(root, path), join(copy, path), { recursive: true });
    }
  });

  afterEach(() => {
    rmSync(copy, { recursive: true, force: true });
  });

  function run(...args: string[]) {
    const script = join(copy, "scripts/registries.mjs");
    return spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  }

  it("are what their folders hold", () => {
    expect(run("--check")).toMatchObject({ status: 0, stderr: "" });
  });

  it("say so when a folder holds more, and take it in", () => {
    const file = join(copy, "lib/pruners/very-patient.ts");
    writeFileSync(file, "export function veryPatient() {}\n");
    const checked = run("--check");
    expect(checked.status).toBe(1);
    expect(checked.stderr).toMatch(/pruners.index\.ts.*registries\.mjs/);
    expect(run().status).toBe(0);
    expect(run("--check").status).toBe(0);
  });

  it("refuse a file that does not export what its name says", () => {
    writeFileSync(join(copy, "lib/tuners/helper.ts"), "export const x = 1;\n");
    const { status, stderr } = run();
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/helper\.ts does not export a function helper.*subfolder/);
  });
});
