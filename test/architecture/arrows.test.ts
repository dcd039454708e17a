import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

/** Which rooms of lib/ a room may import, besides itself. */
const study = ["math", "space", "study"];
const served = [...study, "models"];
const allowed: Record<string, readonly string[]> = {
  math: [],
  space: ["math"],
  models: ["math"],
  study: ["math", "space"],
  tuners: served,
  pruners: served,
  storages: study,
  workers: study,
  analysis: served,
  tensorflow: study,
  display: served,
  plots: [...served, "analysis", "display"],
  selection: [...study, "tuners", "pruners"],
  course: [...served, "tuners", "pruners", "analysis", "tensorflow", "display", "plots"],
};

/** The core also runs in a browser, so it imports nothing of Node. */
const core = ["math", "space", "study", "models", "tuners", "pruners", "analysis"];

const root = resolve(import.meta.dirname, "../..");

interface Import {
  file: string;
  to: string;
  typeOnly: boolean;
}

function imports(folder: string): Import[] {
  const found: Import[] = [];
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
    const pattern =
      /(?:^|\n)\s*(import|export)(\s+type)?\b[^;"'`]*?from\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']/g;
    for (const match of text.matchAll(pattern)) {
      const specifier = match[3] ?? match[4] ?? match[5]!;
      const to = specifier.startsWith(".")
        ? relative(root, resolve(dirname(file), specifier))
            .split(sep)
            .join("/")
        : specifier;
      found.push({
        file: relative(root, file).split(sep).join("/"),
        to,
        typeOnly: match[2] !== undefined,
      });
    }
  }
  return found;
}

const room = (path: string) => /^lib\/([^/]+)\//.exec(path)?.[1];
const lib = imports("lib");

describe("the arrows between rooms", () => {
  it("reads the imports it judges", () => {
    expect(lib.length).toBeGreaterThan(50);
  });

  for (const [name, targets] of Object.entries(allowed)) {
    it(`lib/${name} imports only ${targets.join(", ") || "itself"}`, () => {
      const wrong = lib.filter(({ file, to, typeOnly }) => {
        const target = room(to);
        if (room(file) !== name || !to.startsWith("lib/")) return false;
        // Types of trials and points describe data that every room below speaks of.
        if (typeOnly && to === "lib/study/trial-record.ts") return false;
        return target !== name && !targets.includes(target ?? "lib/index.ts");
      });
      expect(wrong).toEqual([]);
    });
  }

  it("no tuner, pruner or storage imports a sibling's internals", () => {
    // A folder beside a file belongs to that file (tpe.ts, tpe/); `common/` belongs to all of them.
    const owner = (path: string) => /^lib\/(?:tuners|pruners|storages)\/([^/.]+)\//.exec(path)?.[1];
    const named = (path: string) => /([^/.]+)\.ts$/.exec(path)?.[1];
    const wrong = lib.filter(({ file, to }) => {
      const inner = owner(to);
      if (inner === undefined || inner === "common" || room(file) !== room(to)) return false;
      return owner(file) !== inner && named(file) !== inner;
    });
    expect(wrong).toEqual([]);
  });

  it("the core of the library imports nothing of Node", () => {
    const wrong = lib.filter(
      ({ file, to }) => core.includes(room(file) ?? "") && /^node:|^(fs|path|os)$/.test(to),
    );
    expect(wrong).toEqual([]);
  });

  it("kernel and library share lib/display/host.ts alone", () => {
    const fromKernel = imports("kernel").filter(({ to }) => to.startsWith("lib/"));
    expect(fromKernel.filter(({ to }) => to !== "lib/display/host.ts")).toEqual([]);
    expect(lib.filter(({ to }) => to.startsWith("kernel/"))).toEqual([]);
  });

  it("handlers know of the language and the runtime by their types alone", () => {
    const wrong = imports("kernel").filter(
      ({ file, to, typeOnly }) =>
        file.startsWith("kernel/handlers/") &&
        /^kernel\/(language|runtime|channels)\//.test(to) &&
        !typeOnly,
    );
    expect(wrong).toEqual([]);
  });

  it("the runtime, which runs in a process of its own, knows nothing of the handlers", () => {
    const wrong = imports("kernel").filter(
      ({ file, to }) => file.startsWith("kernel/runtime/") && to.startsWith("kernel/handlers/"),
    );
    expect(wrong).toEqual([]);
  });

  it("every room has its line in CONTRIBUTING.md, and every line its room", () => {
    const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
    const section = text.slice(text.indexOf("## The rooms"), text.indexOf("## Where a new"));
    const first = section.split("\n").map((line) => line.split("|")[1] ?? "");
    const told = first.flatMap((cell) =>
      [...cell.matchAll(/`((?:kernel|lib)\/\w+)\/`/g)].map(([, name]) => name!),
    );
    const there = ["kernel", "lib"].flatMap((side) =>
      readdirSync(join(root, side), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${side}/${name}`),
    );
    expect(told.toSorted()).toEqual(there.toSorted());
  });

  it("only the channels know ZeroMQ", () => {
    const users = imports("kernel").filter(({ to }) => to === "zeromq");
    expect(users.filter(({ file }) => !file.startsWith("kernel/channels/"))).toEqual([]);
  });
});
