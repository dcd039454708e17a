import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import {
  emptyFolder,
  startRuntime,
  type TestRuntime,
  value,
  write,
} from "./runtime-support/runtime.ts";

const root = resolve(import.meta.dirname, "../..");

async function failure(runtime: TestRuntime, body: string): Promise<string> {
  const done = await runtime.run(body);
  expect(done.error).toBeDefined();
  return done.error!.traceback.join("\n");
}

describe("packages", () => {
  it("finds the kernel's own packages in an empty folder", async () => {
    const runtime = await startRuntime();
    const imported = await value(
      runtime,
      `const ss = await $import("simple-statistics");
       const tf = await $import("@tensorflow/tfjs");
       const plotly = await $import.call(null, "plotly.js-dist/package.json");
       return { value: [$get(ss, "mean", "simple-statistics")([1, 2, 3]), typeof $get(tf, "tensor", "@tensorflow/tfjs"), plotly.default.name] }`,
    );
    expect(imported).toBe("[ 2, 'function', 'plotly.js-dist' ]");
  });

  it("prefers the notebook's folder", async () => {
    const runtime = await startRuntime();
    write(runtime, {
      "node_modules/simple-statistics/package.json":
        '{"name":"simple-statistics","type":"module","exports":"./i.js"}',
      "node_modules/simple-statistics/i.js": "export const mean = () => 'from the folder'",
    });
    expect(
      await value(runtime, `return { value: (await $import("simple-statistics")).mean() }`),
    ).toBe("'from the folder'");
  });

  it("finds a package that was installed after it was missed", async () => {
    const runtime = await startRuntime();
    const missed = await failure(runtime, `await $import("left-behind/deep")`);
    expect(missed).toContain(
      `Cannot find the package "left-behind". Install it with %install left-behind (in a terminal: npm install left-behind in ${runtime.folder}), then run the cell again.`,
    );
    write(runtime, {
      "node_modules/left-behind/package.json": '{"name":"left-behind"}',
      "node_modules/left-behind/deep.js": "exports.found = 'now'",
      "node_modules/left-behind/index.js": "",
    });
    expect(
      await value(runtime, `return { value: (await $import("left-behind/deep.js")).found }`),
    ).toBe("'now'");
  });

  it("finds CommonJS names that Node's lexer misses, and says which names there are", async () => {
    const runtime = await startRuntime();
    write(runtime, {
      "node_modules/odd/package.json": '{"name":"odd"}',
      "node_modules/odd/index.js":
        "const all = { hidden: 7 }; module.exports = Object.assign({}, all)",
    });
    expect(
      await value(runtime, `return { value: $get(await $import("odd"), "hidden", "odd") }`),
    ).toBe("7");
    expect(await failure(runtime, `$get(await $import("odd"), "absent", "odd")`)).toContain(
      'The module "odd" has no export named "absent". It exports default, hidden.',
    );
  });

  it("gives require, node: modules and import.meta", async () => {
    const runtime = await startRuntime();
    expect(
      await value(
        runtime,
        `return { value: [
           (await $import("node:path")).basename("a/b"),
           require("fs") === require("node:fs"),
           typeof require("simple-statistics").mean,
           $meta.dirname === ${JSON.stringify(runtime.folder)},
           $meta.resolve("node:fs")] }`,
      ),
    ).toBe("[ 'b', true, 'function', true, 'node:fs' ]");
    expect(await failure(runtime, `require("left-behind")`)).toContain(
      'Cannot find the package "left-behind"',
    );
  });
});

describe("tslab", () => {
  it("displays and updates through this kernel", async () => {
    const runtime = await startRuntime();
    await value(
      runtime,
      `const tslab = await $import("tslab"); tslab.display.html("<b>");
       const place = tslab.newDisplay(); place.text("one"); place.text("two");`,
    );
    const [html, one, two] = runtime.messages;
    expect(html).toMatchObject({ type: "display", id: 1, data: { "text/html": "<b>" } });
    expect(one).toMatchObject({ update: false, data: { "text/plain": "one" } });
    expect(two).toMatchObject({ update: true, data: { "text/plain": "two" } });
    expect(two).toHaveProperty("displayId", (one as { displayId: string }).displayId);
  });
});

describe("local files", () => {
  it("imports ESM, CommonJS and JSON, with and without an attribute", async () => {
    const runtime = await startRuntime();
    write(runtime, {
      "a.mjs": "export default 'esm'",
      "b.cjs": "exports.kind = 'cjs'",
      "c.json": '{"kind":"json"}',
    });
    expect(
      await value(
        runtime,
        `return { value: [(await $import("./a.mjs")).default, (await $import("./b.cjs")).kind,
          (await $import("./c.json")).default.kind, (await $import("./c.json", { with: { type: "json" } })).default.kind] }`,
      ),
    ).toBe("[ 'esm', 'cjs', 'json', 'json' ]");
  });

  it("imports TypeScript with and without its extension, and by its .js name", async () => {
    const runtime = await startRuntime();
    write(runtime, {
      "shape.ts":
        "import { area } from './math';\nimport data from './data.json';\nimport { mean } from 'simple-statistics';\nexport interface Shape { side: number }\nexport const size = (shape: Shape): number => area(shape.side) + data.extra + mean([1]);",
      "math.mts": "export const area = (side: number) => side * side;",
      "data.json": '{"extra":1}',
      "view.tsx":
        "const React = { createElement: (tag: string) => tag };\nexport const view = <div/>;",
    });
    expect(
      await value(
        runtime,
        `const three = await Promise.all(["./shape.ts", "./shape", "./shape.js"].map(n => $import(n)));
         return { value: [three[0].size({ side: 3 }), three[0] === three[1], three[1] === three[2], (await $import("./view")).view] }`,
      ),
    ).toBe("[ 11, true, true, 'div' ]");
  });

  it("reloads a file when it or what it imports has changed, and only then", async () => {
    const runtime = await startRuntime();
    write(runtime, {
      "top.ts": "export { deep } from './middle.ts'; export const at = performance.now();",
      "middle.ts": "export { deep } from './deep';",
      "deep.ts": "export const deep: number = 1;",
      "plain.cjs": "exports.n = 1",
    });
    const read = `const top = await $import("./top.ts"); return { value: [top.deep, top.at, (await $import("./plain.cjs")).n] }`;
    const first = await value(runtime, read);
    expect(first).toMatch(/^\[ 1, [\d.]+, 1 \]$/);
    expect(await value(runtime, read)).toBe(first);
    write(runtime, {
      "deep.ts": "export const deep: number = 22;",
      "plain.cjs": "exports.n = 333",
    });
    expect(await value(runtime, read)).toMatch(/^\[ 22, [\d.]+, 333 \]$/);
  });

  it("maps the lines of a local TypeScript file, and shows the failing one", async () => {
    const runtime = await startRuntime();
    write(runtime, {
      "broken.ts":
        "interface A {\n  x: number;\n}\n\nexport function fail(a: A | null): number {\n  return (a as A).x;\n}\n",
    });
    const shown = await failure(runtime, `(await $import("./broken.ts")).fail(null)`);
    expect(shown).toContain(`(${join(runtime.folder, "broken.ts")}:6:19)`);
    expect(shown).toContain("> 6 |   return (a as A).x;");
    expect(shown).toContain("Cell [1]:1:");
  });

  it("says where a local file does not parse, and which one is missing", async () => {
    const runtime = await startRuntime();
    write(runtime, { "bad.ts": "export const a = ;" });
    const bad = await failure(runtime, `await $import("./bad.ts")`);
    expect(bad).toContain("SyntaxError");
    expect(bad).toContain(join(runtime.folder, "bad.ts"));
    expect(await failure(runtime, `await $import("./nowhere")`)).toContain(
      `Cannot find "./nowhere" in ${runtime.folder}.`,
    );
    write(runtime, { "nowhere.ts": "export const here = true" });
    expect(await value(runtime, `return { value: (await $import("./nowhere")).here }`)).toBe(
      "true",
    );
    write(runtime, { "bad.ts": "export const a = 1;" });
    expect(await value(runtime, `return { value: (await $import("./bad.ts")).a }`)).toBe("1");
    rmSync(join(runtime.folder, "bad.ts"));
    expect(await failure(runtime, `await $import("./bad.ts")`)).toContain('Cannot find "./bad.ts"');
  });

  it("requires local TypeScript", async () => {
    const runtime = await startRuntime();
    write(runtime, { "tool.ts": "export const tool: string = 'hammer'" });
    expect(await value(runtime, `return { value: require("./tool.ts").tool }`)).toBe("'hammer'");
  });
});

describe("tunebook/loader", () => {
  it("runs local TypeScript in a process of its own, and maps its lines", () => {
    const folder = emptyFolder();
    writeFileSync(
      join(folder, "main.ts"),
      "import { twice } from './lib';\ninterface X {}\nconsole.log(twice(21));\nthrow new Error('here');\n",
    );
    writeFileSync(
      join(folder, "lib.ts"),
      "import { mean } from 'simple-statistics';\nexport const twice = (n: number): number => mean([n, n]) * 2;\n",
    );
    const loader = pathToFileURL(join(root, "dist/kernel/runtime/loader.js")).href;
    let printed = "";
    let failed = "";
    try {
      printed = execFileSync(process.execPath, ["--import", loader, "main.ts"], {
        cwd: folder,
        encoding: "utf8",
        stdio: "pipe",
      });
    } catch (error) {
      printed = (error as { stdout: string }).stdout;
      failed = (error as { stderr: string }).stderr;
    }
    expect(printed).toBe("42\n");
    expect(failed).toContain("Error: here");
    expect(failed).toContain("main.ts:4:7");
  });
});
