import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ConfigFile, mappedPaths } from "../../../kernel/tsconfig.ts";
import { emptyFolder, notebook } from "./notebook.ts";

let second = 1;
/** Writes a file with a time of its own, as a change must be seen whatever the clock's resolution. */
function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  second += 1;
  utimesSync(path, second, second);
}

test("tsconfig.json: comments, commas, extends from files and packages, paths made absolute", () => {
  const folder = emptyFolder();
  const file = new ConfigFile(folder);
  expect(file.current).toMatchObject({ path: undefined, options: {} });
  write(
    folder,
    "node_modules/@base/strict/tsconfig.json",
    '{"compilerOptions":{"strict":true,"jsx":"react"}}',
  );
  write(
    folder,
    "bases/one.json",
    '{"extends":"@base/strict","compilerOptions":{"paths":{"#/*":["./src/*"]}, "jsx": "react-jsx"}}',
  );
  write(
    folder,
    "tsconfig.json",
    '\uFEFF// remark "x"\n{ "extends": ["./bases/one"], /* more, */ "include": ["src/**/*"],\n "compilerOptions": { "lib": ["dom", ], "jsxImportSource": "a//b", }, }',
  );
  const { options, include } = file.current;
  expect(options).toEqual({
    strict: true,
    jsx: "react-jsx",
    paths: { "#/*": [join(folder, "bases/src/*")] },
    lib: ["dom"],
    jsxImportSource: "a//b",
  });
  expect(include).toEqual([join(folder, "src/**/*")]);
  expect(file.current).toBe(file.current);
  expect(mappedPaths("#/a/b", file.current)).toEqual([join(folder, "bases/src/a/b")]);
  expect(mappedPaths("other", file.current)).toEqual([]);
  write(folder, "bases/one.json", "{}");
  expect(file.current.options["strict"]).toBeUndefined();
});

test.each([
  ["{", /is not JSON/],
  ["[1]", /is no object/],
  ['{"extends":"./nowhere"}', /extends ".\/nowhere", which is not there/],
  ['{"extends":"./tsconfig.json"}', /extends itself/],
])(
  "a tsconfig.json like %s is told of, once, and mended without a restart",
  async (text, problem) => {
    const { cwd, language } = notebook();
    const notices: string[] = [];
    language.onNotice((message) => notices.push(message));
    write(cwd, "tsconfig.json", text);
    for (const code of ["1", "2"]) expect(language.compile(code).ok).toBe(true);
    expect(notices).toEqual([expect.stringMatching(problem)]);
    expect(notices[0]).toContain(join(cwd, "tsconfig.json"));
    write(cwd, "tsconfig.json", "{}");
    language.compile("3");
    write(cwd, "tsconfig.json", text);
    language.compile("4");
    expect(notices).toHaveLength(2);
  },
);

test("strictness is the project's, also when it changes during the session", async () => {
  const { errors, cell, cwd } = notebook();
  const lax =
    "const f = (x) => x; const all: number[] = [1]; const first: number = all[0]; try { f(1) } catch (e) { e.message }";
  expect(await errors(lax)).toEqual([]);
  write(
    cwd,
    "tsconfig.json",
    '{"compilerOptions":{"strict":true,"noUncheckedIndexedAccess":true,"noUnusedLocals":true,"module":"commonjs","target":"es5","outDir":"x"}}',
  );
  expect(await errors(lax)).toEqual([
    "7006: Parameter 'x' implicitly has an 'any' type.",
    expect.stringContaining("2322"),
    "18046: 'e' is of type 'unknown'.",
  ]);
  expect(await cell("const all = []; all.push(1); let unused = await 5; enum E { A }")).toEqual([]);
  write(cwd, "tsconfig.json", '{"compilerOptions":{"strict":false}}');
  expect(await errors("let s: string = null; s")).toEqual([]);
  rmSync(join(cwd, "tsconfig.json"));
  expect(await errors("let s: string = null; s")).toHaveLength(1);
  expect(await errors(lax)).toEqual([]);
});

test("lib, types, paths and ambient declarations are the project's", async () => {
  const { errors, cwd } = notebook();
  expect(
    await errors("document.title; fromTypes; fromAmbient; import { a } from '@/deep'; a"),
  ).toHaveLength(4);
  write(cwd, "node_modules/@types/mine/index.d.ts", "declare const fromTypes: number;");
  write(
    cwd,
    "node_modules/@types/mine/package.json",
    '{"name":"@types/mine","types":"index.d.ts"}',
  );
  write(cwd, "src/ambient.d.ts", "declare const fromAmbient: string;");
  write(cwd, "src/deep.ts", "export const a: 5 = 5;");
  write(
    cwd,
    "tsconfig.json",
    '{"compilerOptions":{"lib":["es2023","dom"],"types":["mine"],"paths":{"@/*":["./src/*"]}},"include":["src/**/*"]}',
  );
  expect(
    await errors(
      "document.title; fromTypes; fromAmbient.length; process.cwd(); import { a } from '@/deep'; const s: 4 = a",
    ),
  ).toEqual(["2322: Type '5' is not assignable to type '4'."]);
});

test("decorators and JSX are typed as the project has them", async () => {
  const { errors, cell, cwd } = notebook();
  expect(
    await errors(
      "const d = (v: unknown, c: ClassMethodDecoratorContext) => {}; class A { @d m() {} }",
    ),
  ).toEqual([]);
  expect(
    await errors("<p class='a'>{1}</p>; const F = (p: { n: number }) => <i>{p.n}</i>; <F n={1}/>"),
  ).toEqual([]);
  expect(await errors("const F = (p: { n: number }) => <i>{p.n}</i>; <F n='x'/>")).toEqual([
    "2322: Type 'string' is not assignable to type 'number'.",
  ]);
  expect(await cell("const view = <b>1</b>")).toEqual([]);
  expect(await errors("view.toString().length")).toEqual([]);
  write(
    cwd,
    "node_modules/my-jsx/package.json",
    '{"name":"my-jsx","exports":{"./jsx-runtime":{"types":"./r.d.ts","default":"./r.js"}}}',
  );
  write(
    cwd,
    "node_modules/my-jsx/r.d.ts",
    "export declare namespace JSX { interface IntrinsicElements { only: { a: number } } type Element = 'mine' } export declare function jsx(): 'mine'; export declare const jsxs: typeof jsx;",
  );
  write(
    cwd,
    "tsconfig.json",
    '{"compilerOptions":{"jsx":"react-jsx","jsxImportSource":"my-jsx","experimentalDecorators":true}}',
  );
  expect(await errors("const v: 'mine' = <only a={1}/>; v")).toEqual([]);
  expect(await errors("<p/>")).toEqual([expect.stringContaining("2339")]);
  expect(await errors("const d = (t: object, k: string) => {}; class A { @d m() {} }")).toEqual([]);
});
