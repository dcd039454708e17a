import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { afterEach, describe, expect, test, vi } from "vitest";
import { currentHost } from "../../../lib/display/current-host.ts";
import { bundleOf, display } from "../../../lib/display/display.ts";
import { HOST } from "../../../lib/display/host.ts";
import { denoHost } from "../../../lib/display/hosts/deno.ts";
import { tslabHost } from "../../../lib/display/hosts/tslab.ts";
import { recordingHost } from "../plots/fixtures.ts";

const globals = globalThis as unknown as Record<string | symbol, unknown>;

afterEach(() => {
  delete globals[HOST];
  delete globals["Deno"];
});

describe("currentHost", () => {
  test("is the kernel's own where there is one", () => {
    const { host } = recordingHost();
    globals[HOST] = host;
    expect(currentHost()).toBe(host);
  });

  test("passes over one of another version", () => {
    globals[HOST] = { ...recordingHost().host, version: 2 };
    expect(currentHost().name).toBe("terminal");
  });

  test("is a terminal elsewhere, without comms, cell or renderer", () => {
    const host = currentHost();
    expect(host).toMatchObject({ version: 1, name: "terminal", renderer: false });
    expect(host.comm).toBeUndefined();
    expect(host.cell).toBeUndefined();
  });

  test("is the global that the contract names", () => {
    expect(HOST).toBe(Symbol.for("tunebook.host"));
  });
});

describe("display", () => {
  test("shows what a value's Jupyter method gives, with its options", async () => {
    const { host, shown } = recordingHost();
    globals[HOST] = host;
    const bundle = { "text/plain": "drawn" };
    await display({ [Symbol.for("Jupyter.display")]: () => bundle }, { id: "a" });
    expect(shown).toEqual([{ bundle, options: { id: "a" } }]);
  });

  test.each([
    ["text", "text"],
    [3, "3"],
    [null, "null"],
    [{ a: [1] }, "{ a: [ 1 ] }"],
  ])("shows %o as text", async (value, text) => {
    expect(await bundleOf(value)).toEqual({ "text/plain": text });
  });
});

describe("tslab", () => {
  const require = createRequire(import.meta.url);

  test("is no host where its kernel does not run", () => expect(tslabHost()).toBeUndefined());

  test("gets whole bundles through the function below its display API", () => {
    const path = require.resolve("tslab/dist/jupyter.js");
    const write = vi.fn();
    const module = { exports: { lastWriteDisplayData: write } } as unknown as NodeJS.Module;
    const before = require.cache[path];
    require.cache[path] = module;
    try {
      const host = tslabHost();
      host?.display({ "text/plain": "x", "image/png": "y" }, { id: "p" });
      host?.display({ "text/plain": "z" }, { id: "p", update: true });
      expect(host?.name).toBe("tslab");
      expect(write.mock.calls).toEqual([
        [
          {
            data: { "text/plain": "x", "image/png": "y" },
            metadata: {},
            transient: { display_id: "p" },
          },
          false,
        ],
        [{ data: { "text/plain": "z" }, metadata: {}, transient: { display_id: "p" } }, true],
      ]);
    } finally {
      if (before) require.cache[path] = before;
      else delete require.cache[path];
    }
  });

  test("the installed tslab still has that function", () => {
    // In a process of its own, since loading tslab brings a whole compiler.
    const code = `
      const jupyter = require(${JSON.stringify(require.resolve("tslab/dist/jupyter.js"))});
      process.stdout.write(String("lastWriteDisplayData" in jupyter));`;
    const run = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
    expect(run.stdout).toBe("true");
  });
});

describe("Deno", () => {
  test("is no host outside of a notebook, where reading it throws", () => {
    globals["Deno"] = {
      get jupyter() {
        throw new Error("not in a notebook");
      },
    };
    expect(denoHost()).toBeUndefined();
  });

  test("gets bundles in the order of calls, also where the first is slow", async () => {
    const sent: [string, object][] = [];
    const waits = [20, 0];
    globals["Deno"] = {
      jupyter: {
        broadcast: async (type: string, content: object) => {
          await new Promise((resolve) => setTimeout(resolve, waits.shift() ?? 0));
          sent.push([type, content]);
        },
      },
    };
    const host = denoHost();
    host?.display({ "text/plain": "1" }, { id: "p" });
    host?.display({ "text/plain": "2" }, { id: "p", update: true });
    await expect.poll(() => sent).toHaveLength(2);
    expect(sent.map(([type]) => type)).toEqual(["display_data", "update_display_data"]);
    expect(sent[0]?.[1]).toEqual({
      data: { "text/plain": "1" },
      metadata: {},
      transient: { display_id: "p" },
    });
  });

  test("says what to do where input cannot be asked", async () => {
    globals["Deno"] = { jupyter: { broadcast: () => Promise.resolve() } };
    await expect(denoHost()?.input()).rejects.toThrow("set the value in code");
  });
});
