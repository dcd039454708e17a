import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
// Inside of the package, so that `tunebook` means this package, as it is built.
const folder = join(root, ".cache/doc-examples");
const pages = ["README.md", "docs/spaces.md", "docs/analysis.md", "docs/migration.md"];

describe("the examples in the documents", () => {
  const files: string[] = [];
  let printed = "";

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const page of pages) {
      const text = readFileSync(join(root, page), "utf8");
      for (const [index, [, code]] of [...text.matchAll(/^```ts\n(.*?)^```/gms)].entries()) {
        const file = `${page.replace(/\W/g, "-").toLowerCase()}-${index + 1}.ts`;
        writeFileSync(join(folder, file), code!);
        files.push(file);
      }
    }
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../tsconfig.json",
        compilerOptions: { noEmit: true },
        include: ["*.ts"],
        exclude: [],
      }),
    );
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    printed = await promisify(execFile)(process.execPath, [compiler, "-p", folder]).then(
      ({ stdout }) => stdout,
      (error: { stdout?: string }) => error.stdout ?? String(error),
    );
  });

  it("exist, and the package they import is built", () => {
    expect(files.length).toBeGreaterThan(0);
    expect(existsSync(join(root, "dist/lib/index.d.ts"))).toBe(true);
  });

  it("compile", () => {
    expect(printed).toBe("");
  });
});
