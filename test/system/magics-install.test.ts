/** `%install` against npm itself: a folder, a tarball, and (once) the registry. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { sharedKernel, text } from "./support/shared-kernel.ts";

const shared = sharedKernel(() => {
  // A PATH on which no npm is: it is found by the Node that runs.
  const bin = join(folder, "bin");
  mkdirSync(bin);
  return { env: { PATH: `${bin}:/usr/bin:/bin` } };
});
const { folder: notebooks, execute } = shared;
/** Beside the notebooks. */
const folder = dirname(notebooks);

/** A package with declarations and an install script that leaves a mark. */
function makePackage(name: string, version: string, source: string, types: string): string {
  const path = join(folder, `${name}-${version}`);
  mkdirSync(path);
  const manifest = {
    name,
    version,
    type: "module",
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
    scripts: { install: "node -e \"require('fs').writeFileSync('ran','')\"" },
  };
  writeFileSync(join(path, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(path, "index.js"), source);
  writeFileSync(join(path, "index.d.ts"), types);
  return path;
}

const manifest = () =>
  JSON.parse(readFileSync(join(notebooks, "package.json"), "utf8")) as Record<string, object>;

describe("%install", () => {
  test("puts a tarball beside the notebook, and the same cell's imports find it with its types", async () => {
    const path = makePackage(
      "tiny-one",
      "1.0.0",
      "export const one = () => 1;",
      "export declare const one: () => number;",
    );
    const npm =
      process.env["npm_execpath"] ??
      join(process.execPath, "../../lib/node_modules/npm/bin/npm-cli.js");
    const words = existsSync(npm) ? [process.execPath, npm] : ["npm"];
    execFileSync(words[0]!, [...words.slice(1), "pack", "--pack-destination", folder, path], {
      stdio: "ignore",
    });
    expect((await execute('import { one } from "tiny-one";')).error?.evalue).toContain("tiny-one");

    const run = await execute(
      '%install ../tiny-one-1.0.0.tgz\nimport { one } from "tiny-one";\none()',
    );
    expect(run.error).toBeUndefined();
    expect(run.stdout).toMatch(/Made .*package\.json[^]*added 1 package/);
    expect(text(run)).toBe("1");
    const wrong = await execute('import { one } from "tiny-one";\nconst no: string = one();');
    expect(wrong.error?.ename).toBe("TypeCheckError");
    expect(manifest()).toMatchObject({
      private: true,
      dependencies: { "tiny-one": expect.any(String) },
    });
    expect(existsSync(join(folder, "package.json"))).toBe(false);
  });

  test("--ignore-scripts runs none of the package's, --dev says whom it is for", async () => {
    makePackage("tiny-two", "1.0.0", "export const two = 2;", "export declare const two: number;");
    const run = await execute("%install --dev --ignore-scripts ../tiny-two-1.0.0");
    expect(run.status).toBe("ok");
    expect(existsSync(join(notebooks, "node_modules", "tiny-two", "ran"))).toBe(false);
    expect(manifest()).toMatchObject({ devDependencies: { "tiny-two": expect.any(String) } });
  });

  test("a package of the registry, with a completion of what is there", async () => {
    const run = await execute("%install is-number@7.0.0");
    expect(run.error).toBeUndefined();
    const used = await execute('import isNumber from "is-number";\nisNumber("5")');
    expect(text(used)).toBe("true");
    const code = "%uninstall is-";
    const { content } = await shared.kernel.request("complete_request", {
      code,
      cursor_pos: code.length,
    });
    expect(content["matches"]).toEqual(["is-number"]);
  });

  test("%uninstall takes it away, and knows what was never there", async () => {
    expect((await execute("%uninstall tiny-one")).status).toBe("ok");
    expect(existsSync(join(notebooks, "node_modules", "tiny-one"))).toBe(false);
    expect((await execute("%uninstall tiny-nine")).error?.evalue).toContain("not installed");
  });

  test("where no registry can be reached it says so, and the cell's code does not run", async () => {
    await execute("%env npm_config_registry=http://127.0.0.1:9/");
    await execute("%env npm_config_fetch_retries=0");
    await execute("%env npm_config_prefer_online=true");
    const run = await execute("%install no-such-package-of-tunebook\nconsole.log('ran')");
    expect(run.error).toMatchObject({
      ename: "InstallError",
      evalue: expect.stringMatching(/cannot reach its registry/),
    });
    expect(run.stdout).not.toContain("ran");
  });
});
