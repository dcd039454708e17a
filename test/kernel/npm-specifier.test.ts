import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fits, npmHome, npmRequest, parseNpm } from "../../kernel/npm-specifier.ts";
import { emptyFolder, notebook } from "./language/notebook.ts";

test.each([
  ["npm:chalk@5", { name: "chalk", range: "5", subpath: "" }, "chalk@5"],
  ["npm:chalk", { name: "chalk", range: "", subpath: "" }, "chalk"],
  ["npm:/chalk@5", { name: "chalk", range: "5", subpath: "" }, "chalk@5"],
  [
    "npm:@scope/name@^1/sub/path.js",
    { name: "@scope/name", range: "^1", subpath: "/sub/path.js" },
    "@scope/name@^1",
  ],
  ["npm:lodash/fp", { name: "lodash", range: "", subpath: "/fp" }, "lodash"],
])("%s is taken apart", (specifier, parts, request) => {
  expect(parseNpm(specifier)).toEqual(parts);
  expect(npmRequest(parseNpm(specifier)!)).toBe(request);
});

test.each(["chalk", "npm:", "npm:@scope", "npm:../up", "jsr:@a/b", "npm:a b"])(
  "%j is none",
  (text) => {
    expect(parseNpm(text)).toBeUndefined();
  },
);

test.each<[version: string, range: string, fits: boolean]>([
  ["5.3.0", "5", true],
  ["5.3.0", "^5.1", true],
  ["5.3.0", "^5.4", false],
  ["5.3.0", "~5.3.0", true],
  ["5.3.1", "~5.3.0", true],
  ["5.4.0", "~5.3.0", false],
  ["6.0.0", "^5", false],
  ["0.2.5", "^0.2.3", true],
  ["0.3.0", "^0.2.3", false],
  ["5.3.0", "5.3.0", true],
  ["5.3.1", "5.3.0", false],
  ["5.3.0", "", true],
  ["5.3.0", "latest", true],
  ["5.3.0", "5.x", true],
  ["5.3.0-beta.1", "5", false],
  ["5.3.0", ">=5 <6", false],
])("whether %s fits %s", (version, range, expected) => {
  expect(fits(version, range)).toBe(expected);
});

test("what is installed beside the notebook serves, if its version fits, with its types", async () => {
  const { cwd, errors } = notebook();
  const folder = join(cwd, "node_modules/mine");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    '{"name":"mine","version":"1.4.0","types":"main.d.ts"}',
  );
  writeFileSync(join(folder, "main.d.ts"), "export declare const a: number;");
  expect(npmHome(parseNpm("npm:mine@1")!, join(cwd))).toBe(cwd);
  expect(npmHome(parseNpm("npm:mine@2")!, cwd)).toBeUndefined();
  expect(npmHome(parseNpm("npm:nowhere-at-all")!, emptyFolder())).toBeUndefined();
  expect(await errors('import { a } from "npm:mine@^1.2"; const s: string = a')).toEqual([
    "2322: Type 'number' is not assignable to type 'string'.",
  ]);
  expect(await errors('import { a } from "npm:nowhere-at-all"; a.b')).toEqual([]);
});
