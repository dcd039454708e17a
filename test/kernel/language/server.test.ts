import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Analysis } from "../../../kernel/language/analysis.ts";
import { PREFIX } from "../../../kernel/language/document-text.ts";
import {
  CONFIG_NAME,
  OPENING_CONFIG,
  ProjectConfig,
} from "../../../kernel/language/project-config.ts";
import { LanguageServer } from "../../../kernel/language/server.ts";
import { emptyFolder, packageRoot } from "./notebook.ts";

const manifest = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Record<string, never>;

test("TypeScript is pinned exactly, since customConfigFileName is not documented", () => {
  const wanted = manifest(join(packageRoot, "package.json"))["dependencies"]!["typescript"];
  expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
  const installed = createRequire(import.meta.url).resolve("typescript/package.json");
  expect(manifest(installed)["version"]).toBe(wanted);
});

interface Answer {
  items: { code: number; severity: number }[];
}

function server(configName: string, openingConfig = "{}") {
  const cwd = emptyFolder();
  const lost = () => {};
  const server = new LanguageServer({ cwd, packageRoot, configName, openingConfig, lost });
  onTestFinished(() => server.close());
  const codes = async (name: string, text: string) => {
    server.write(name, text);
    const document = { textDocument: { uri: server.uri(name) } };
    const answer = await server.ask<Answer>("textDocument/diagnostic", document, 30_000);
    return answer?.items.filter(({ severity }) => severity === 1).map(({ code }) => code);
  };
  return { cwd, server, codes };
}

test("customConfigFileName puts an overlay in the place of tsconfig.json", async () => {
  const { cwd, server: one, codes } = server("__probe.json");
  writeFileSync(join(cwd, "tsconfig.json"), '{"compilerOptions":{"noImplicitAny":false}}');
  const compilerOptions = {
    noImplicitAny: true,
    module: "esnext",
    moduleDetection: "force",
    target: "es2024",
    types: [],
  };
  one.write("__probe.json", JSON.stringify({ compilerOptions, include: ["__probe*"] }));
  expect(await codes("__probe_a.ts", "const f = (x) => x; await f(1);")).toEqual([7006]);
});

test("overlays see each other, and a closed one is gone for its importers", async () => {
  const { server: one, codes } = server("__probe.json");
  one.write(
    "__probe.json",
    JSON.stringify({ compilerOptions: { module: "esnext", types: [] }, include: ["__probe*"] }),
  );
  one.write("__probe_a.ts", "export const a = 1;");
  expect(
    await codes("__probe_b.ts", 'import { a } from "./__probe_a"; const s: string = a;'),
  ).toEqual([2322]);
  one.remove("__probe_a.ts");
  expect(await codes("__probe_b.ts", 'import { a } from "./__probe_a"; a;')).toEqual([2307]);
});

test.each(["cell.ts", "view.tsx", "script.js", "page.jsx"])(
  "one project has all documents, also %s and its own configuration: the server keeps no other",
  async (slot) => {
    const { cwd, server: one, codes } = server(CONFIG_NAME, OPENING_CONFIG);
    const project = (name: string) =>
      one.ask("custom/projectInfo", { textDocument: { uri: one.uri(name) } }, 30_000);
    const itself = { configFilePath: join(cwd, CONFIG_NAME) };
    one.write(CONFIG_NAME, OPENING_CONFIG);
    one.write(`${PREFIX}${slot}`, "");
    // Before the session's own configuration is there, and then.
    expect([await project(`${PREFIX}${slot}`), await project(CONFIG_NAME)]).toEqual([
      itself,
      itself,
    ]);
    one.write(CONFIG_NAME, new ProjectConfig(cwd, packageRoot).text);
    // Its libraries are those of the session, and no browser's.
    expect(
      await codes(`${PREFIX}a.ts`, "Math.max(1, 2) satisfies string; document.title;"),
    ).toEqual([1360, 2584]);
    expect([await project(`${PREFIX}${slot}`), await project(CONFIG_NAME)]).toEqual([
      itself,
      itself,
    ]);
  },
);

function exited(pid: number): boolean {
  try {
    return process.kill(pid, 0) && false;
  } catch {
    return true;
  }
}

test("a server that dies comes back with its documents, five times; then it is lost, said once", async () => {
  const messages: string[] = [];
  const analysis = new Analysis({
    cwd: emptyFolder(),
    packageRoot,
    lost: (message) => messages.push(message),
  });
  onTestFinished(() => analysis.close());
  analysis.start();
  expect(await analysis.check("const a: string = 1")).toHaveLength(1);
  analysis.commit("const a = 1");
  for (let death = 0; death < 5; death++) {
    const pid = analysis.serverPid!;
    process.kill(pid, "SIGKILL");
    expect(await analysis.check("const s: string = a")).toMatchObject([{ code: 2322 }]);
    expect(exited(pid)).toBe(true);
    expect(messages).toEqual([]);
  }
  process.kill(analysis.serverPid!, "SIGKILL");
  expect(await analysis.check("const s: string = a")).toEqual([]);
  expect(await analysis.complete("a.", 2)).toEqual({ items: [], start: 2, end: 2 });
  expect(await analysis.inspect("a", 0, 0)).toBeUndefined();
  expect(messages).toEqual([
    expect.stringMatching(/language server is gone.*Cells still run.*%check off/),
  ]);
});

test("without TypeScript's executable the user is told, and everything answers empty", async () => {
  const root = emptyFolder();
  writeFileSync(join(root, "package.json"), '{"name":"tunebook"}');
  const messages: string[] = [];
  const analysis = new Analysis({
    cwd: emptyFolder(),
    packageRoot: root,
    lost: (message) => messages.push(message),
  });
  analysis.start();
  expect(await analysis.check("const a: string = 1")).toEqual([]);
  expect(messages).toHaveLength(1);
  await analysis.close();
});

test("closing ends the process, also right after the start", async () => {
  const analysis = new Analysis({ cwd: emptyFolder(), packageRoot, lost: () => {} });
  analysis.start();
  await analysis.check("const n: number = 1");
  const pid = analysis.serverPid!;
  await analysis.close();
  expect(exited(pid)).toBe(true);
  const { server: early } = server("__probe.json");
  early.start();
  await early.close();
  expect(early.pid === undefined || exited(early.pid)).toBe(true);
});
