import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CommandOptions } from "../../../../kernel/handlers/magics/common/commands.ts";
import type { MagicContext } from "../../../../kernel/handlers/magics/common/magic.ts";
import { npm } from "../../../../kernel/handlers/magics/common/npm/npm.ts";
import { explainFailure } from "../../../../kernel/npm/explain.ts";
import { findNpm } from "../../../../kernel/npm/find-npm.ts";
import { NpmProgress } from "../../../../kernel/handlers/magics/common/npm/progress.ts";
import { projectFolder } from "../../../../kernel/handlers/magics/common/npm/project-folder.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "tunebook-npm-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes an empty file, with the folders above it. */
function touch(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  return file;
}

describe("npm is found", () => {
  const cli = ["npm", "bin", "npm-cli.js"];

  test("beside the Node that runs, whatever PATH has", () => {
    const node = touch("one", "bin", "node");
    const npm = touch("one", "lib", "node_modules", ...cli);
    touch("two", "lib", "node_modules", ...cli);
    const PATH = join(folder, "two", "bin");
    expect(findNpm({ PATH }, node, "linux")).toEqual({ command: node, words: [npm] });
  });

  test("beside the Node that a link leads to", () => {
    const real = touch("versions", "bin", "node");
    const npm = touch("versions", "lib", "node_modules", ...cli);
    const node = join(folder, "node");
    symlinkSync(real, node);
    expect(findNpm({ PATH: "" }, node, "linux")?.words).toEqual([npm]);
  });

  test("on Windows beside node.exe, without a lib", () => {
    const node = touch("nodejs", "node.exe");
    const npm = touch("nodejs", "node_modules", ...cli);
    expect(findNpm({ Path: "" }, node, "win32")?.words).toEqual([npm]);
  });
});

describe("the notebook's project", () => {
  test("is the nearest folder with a package.json, its own or above", () => {
    touch("home", "work", "package.json");
    const home = join(folder, "home");
    mkdirSync(join(home, "work", "notebooks"));
    expect(projectFolder(join(home, "work", "notebooks"), home)).toBe(join(home, "work"));
    expect(projectFolder(join(home, "work"), home)).toBe(join(home, "work"));
  });

  test("is not the home, nor what is above it, unless the notebook lies there", () => {
    touch("package.json");
    touch("home", "package.json");
    const home = join(folder, "home");
    mkdirSync(join(home, "work"));
    expect(projectFolder(join(home, "work"), home)).toBeUndefined();
    expect(projectFolder(home, home)).toBe(home);
  });
});

describe("npm's failures in plain words", () => {
  const explain = (errors: string, ...packages: string[]) =>
    explainFailure({ errors, code: 1, packages, folder: "/work" });

  test.each([
    [
      "npm error code E404\nnpm error 404  'loadsh-x@*' is not in this registry.",
      ["loadsh-x"],
      /no package loadsh-x in the registry/,
    ],
    ["npm ERR! code E404\nnpm ERR! 404 Not Found", ["expres"], /Did you mean express\?/],
    [
      "npm error code ENOVERSIONS\nnpm error No versions available for lodahs",
      ["lodahs"],
      /Did you mean lodash\?/,
    ],
    [
      "npm error code ETARGET\nnpm error notarget No matching version found for a@99.",
      ["a@99"],
      /No matching version found for a@99\./,
    ],
    [
      "npm error code ENOTFOUND\nnpm error network request failed",
      ["a"],
      /no network, or a firewall/,
    ],
    ["npm error code ECONNREFUSED", ["a"], /no network, or a firewall/],
    ["npm error code EACCES", ["a"], /may not write \(EACCES\) in \/work/],
    [
      "npm error code ERESOLVE\nnpm error unable to resolve",
      ["a"],
      /--legacy-peer-deps a[^]*unable to resolve/,
    ],
    ["npm error code 1\nnpm error path /x\nnpm error command failed", ["a"], /--ignore-scripts a/],
    [
      "npm error code EWEIRD\nnpm error something odd\nnpm error A complete log of this run",
      ["a"],
      /exit code 1\.\nsomething odd|EWEIRD[^]*something odd/,
    ],
  ])("%s", (errors, packages, words) => {
    expect(explain(errors, ...packages)).toMatch(words);
  });

  test("the place of npm's log is not told", () => {
    expect(
      explain(
        "npm error code X\nnpm error A complete log of this run can be found in: /root/a-debug-0.log",
      ),
    ).not.toContain("/root");
  });
});

describe("npm at work", () => {
  test("is counted by its fetches, in one line that goes when there is something to read", async () => {
    const printed: string[] = [];
    let saidTwice = () => {};
    const twice = new Promise<void>((resolve) => (saidTwice = resolve));
    const progress = new NpmProgress((text) => {
      printed.push(text);
      if (printed.length === 2) saidTwice();
    }, 1);
    expect(
      progress.heard("npm http fetch GET 200 https://example/a 3ms\nnpm warn old b\nnpm ht"),
    ).toBe("npm warn old b\n");
    expect(progress.heard("tp fetch GET 200 https://example/b 4ms\nnpm error code E1")).toBe("");
    await twice;
    expect(progress.end()).toBe("npm error code E1");
    expect(printed[0]).toMatch(/^\rnpm has run for \d+ s and asked for 2 files$/);
    expect(printed.at(-1)).toMatch(/^\r +\r$/);
    const length = printed.length;
    progress.clear();
    expect(printed).toHaveLength(length);
  });

  test("that ends at once says nothing of it", () => {
    const printed: string[] = [];
    const progress = new NpmProgress((text) => printed.push(text));
    expect(progress.heard("npm http fetch GET 200 https://example/a 3ms\n")).toBe("");
    expect(progress.end()).toBe("");
    expect(printed).toEqual([]);
  });

  test.each([
    [true, /\rnpm has run for 6 s/],
    [false, /^npm install tiny in [^\r]*\nadded 1 package\n$/],
  ])("is a line written anew only where somebody looks on: %j", async (isWatched, said) => {
    touch("package.json");
    // Not every Node brings one.
    touch("bin", "node_modules", "npm", "bin", "npm-cli.js");
    vi.useFakeTimers();
    try {
      let printed = "";
      const context = {
        isWatched,
        signal: new AbortController().signal,
        where: async () => ({ folder, environment: { PATH: join(folder, "bin") } }),
        print: (text: string) => (printed += text),
        // An npm that takes more than six seconds.
        command: async ({ output }: CommandOptions) => {
          await vi.advanceTimersByTimeAsync(6500);
          await output("added 1 package\n", "stdout");
          return { code: 0, signal: null };
        },
      } as Partial<MagicContext> as MagicContext;
      await npm("install", ["tiny"], [], context);
      expect(printed).toMatch(said);
    } finally {
      vi.useRealTimers();
    }
  });
});
