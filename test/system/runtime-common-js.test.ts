// CommonJS packages run before their names are known: what cells see must be what Node's own import gives.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startRuntime, type TestRuntime, value, write } from "./runtime-support/runtime.ts";

/** Makes packages in the runtime's folder: by name, the files of each. */
function install(runtime: TestRuntime, packages: Record<string, Record<string, string>>): void {
  for (const [name, files] of Object.entries(packages)) {
    const all = { "package.json": JSON.stringify({ name }), ...files };
    const paths = Object.entries(all).map(([file, text]) => [
      join("node_modules", name, file),
      text,
    ]);
    write(runtime, Object.fromEntries(paths) as Record<string, string>);
  }
}

/** Node's own import, without any of the runtime's. */
const NODES_IMPORT = `const { runInThisContext, constants } = require("node:vm");
const nodes = runInThisContext("(url) => import(url)", { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });`;

describe("a CommonJS package", () => {
  it.each(["@tensorflow/tfjs", "jsdom", "esbuild", "semver"])(
    "has all names that Node finds, with their values: %s",
    async (name) => {
      const runtime = await startRuntime();
      const found = await value(
        runtime,
        `${NODES_IMPORT}
         const ours = await $import(${JSON.stringify(name)});
         const theirs = await nodes($meta.resolve(${JSON.stringify(name)}));
         const names = Object.keys(theirs).filter((each) => each !== "module.exports");
         return { value: [names.length > 0, names.filter((each) => ours[each] !== theirs[each])] }`,
      );
      expect(found).toBe("[ true, [] ]");
    },
  );

  it("has names that Node misses, and is a module like others, the same each time", async () => {
    const runtime = await startRuntime();
    install(runtime, {
      odd: {
        "index.js":
          "const all = { a: 1, default: 2 }; module.exports = Object.assign(() => 'called', all);",
      },
    });
    expect(
      await value(
        runtime,
        `const odd = await $import("odd");
         const { types } = require("node:util");
         return { value: [odd.a, odd.default(), types.isModuleNamespaceObject(odd), odd === await $import("odd"), Object.keys(odd)] }`,
      ),
    ).toBe("[ 1, 'called', true, true, [ 'a', 'default' ] ]");
  });

  it("has what is defined without being enumerable, as Node finds it", async () => {
    const runtime = await startRuntime();
    install(runtime, {
      hidden: {
        "index.js": `Object.defineProperty(exports, "__esModule", { value: true });
          Object.defineProperty(exports, "shy", { value: 1 }); exports.open = 2;
          Object.defineProperty(exports, "lazy", { get() { globalThis.asked = true; } });`,
      },
    });
    const names = `Object.keys(await $import("hidden")), Object.keys(await nodes($meta.resolve("hidden")))`;
    expect(
      await value(
        runtime,
        `${NODES_IMPORT}
         const [ours, theirs] = [${names}].map((each) => each.filter((name) => name !== "module.exports").join());
         return { value: [ours, ours === theirs, globalThis.asked] }`,
      ),
    ).toBe("[ '__esModule,default,open,shy', true, undefined ]");
  });

  it("is loaded by what stands in for Node's loader, where somebody has put something there", async () => {
    const runtime = await startRuntime();
    install(runtime, { real: { "index.js": "exports.name = 'real'" } });
    expect(
      await value(
        runtime,
        `const Module = require("node:module");
         const load = Module._load;
         Module._load = (file, ...rest) => /real/.test(file) ? { name: "in its place" } : load(file, ...rest);
         try { return { value: (await $import("real")).name } } finally { Module._load = load; }`,
      ),
    ).toBe("'in its place'");
  });

  it("is not asked for what does something when it is asked for", async () => {
    const runtime = await startRuntime();
    install(runtime, {
      lazy: {
        "index.js": `globalThis.runs = (globalThis.runs ?? 0) + 1;
          exports.plain = 1;
          Object.defineProperty(exports, "heavy", { enumerable: true, get() { globalThis.asked = true; return 2; } });
          Object.defineProperty(exports, "again", { enumerable: true, get: () => exports.plain });`,
      },
    });
    expect(
      await value(
        runtime,
        `const lazy = await $import("lazy");
         const before = [lazy.plain, globalThis.runs, globalThis.asked];
         return { value: [...before, $get(lazy, "heavy", "lazy"), globalThis.asked] }`,
      ),
    ).toBe("[ 1, 1, undefined, 2, true ]");
  });

  it("tells its own error, and runs again once it is mended", async () => {
    const runtime = await startRuntime();
    install(runtime, { torn: { "index.js": "\n  throw new TypeError('not today');" } });
    const failed = await runtime.run(`await $import("torn")`);
    expect(failed.error).toMatchObject({ ename: "TypeError", evalue: "not today" });
    const shown = failed.error!.traceback.join("\n");
    expect(shown).toContain(join("torn", "index.js") + ":2");
    expect(shown).not.toContain("common-js");
    install(runtime, { torn: { "index.js": "exports.mended = true" } });
    expect(await value(runtime, `return { value: (await $import("torn")).mended }`)).toBe("true");
  });

  it("runs once where one that it requires awaits something, which is no package's to require", async () => {
    const runtime = await startRuntime();
    install(runtime, {
      asks: { "index.js": `globalThis.runs = (globalThis.runs ?? 0) + 1; require("slow");` },
      slow: { "package.json": '{"type":"module"}', "index.js": "export const late = await 1" },
    });
    const failed = await runtime.run(`await $import("asks")`);
    expect(failed.error?.evalue).toMatch(/top-level await/);
    expect(await value(runtime, `return { value: globalThis.runs }`)).toBe("1");
  });

  it("that was stopped while it loaded is whole the next time, and so is what it requires", async () => {
    const runtime = await startRuntime();
    install(runtime, {
      outer: {
        "index.js": `exports.first = 1; exports.inner = require("inner"); exports.last = 2;`,
      },
      inner: {
        "index.js": `exports.first = 3; console.log("spins"); while (globalThis.spins !== false); exports.last = 4;`,
      },
    });
    const spins = runtime.until(() => runtime.text(1) !== "");
    const stopped = runtime.run(`await $import("outer")`);
    await spins;
    runtime.client.interrupt();
    expect((await stopped).interrupted).toBe(true);
    const whole = `globalThis.spins = false; const outer = await $import("outer");
      return { value: [outer.first, outer.inner, outer.last, require("outer").last] }`;
    expect(await value(runtime, whole)).toBe("[ 1, { first: 3, last: 4 }, 2, 2 ]");
  });
});

describe("what is no CommonJS", () => {
  it("is imported as the ES module that it is, also where its package does not say so", async () => {
    const runtime = await startRuntime();
    install(runtime, {
      said: {
        "package.json": '{"type":"module"}',
        "index.js": "export const kind = import.meta.url.slice(0, 5)",
      },
      unsaid: { "index.js": "export const kind = import.meta.url.slice(0, 5)" },
      awaits: { "index.js": "globalThis.awaited = await Promise.resolve('awaited')" },
    });
    expect(
      await value(
        runtime,
        `return { value: [(await $import("said/index.js")).kind, (await $import("unsaid")).kind, Object.keys(await $import("awaits")), globalThis.awaited] }`,
      ),
    ).toBe("[ 'file:', 'file:', [], 'awaited' ]");
  });
});
