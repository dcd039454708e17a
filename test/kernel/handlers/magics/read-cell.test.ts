import { describe, expect, test } from "vitest";
import { readCell, type CellSource } from "../../../../kernel/handlers/magics/common/read-cell.ts";

const PROGRAMS = new Set(["ls", "git", "echo", "test", "make"]);

/** A session that knows `known`; a text is an expression unless it begins with a declaration. */
const source = (...known: string[]): CellSource => ({
  isExpression: (code) => code.trim() !== "" && !/^\s*(?:const|let|var|print )/.test(code),
  isDefined: (name) => known.includes(name),
  isProgram: (name) => PROGRAMS.has(name),
});

const read = (cell: string, ...known: string[]) => readCell(cell, source(...known));
/** What lies above the code, as `name argument`. */
const head = (cell: string) =>
  read(cell).head.map(({ name, argument }) => `${name} ${JSON.parse(argument)}`.trim());

describe("what is no magic", () => {
  test.each([
    ["a remainder", "let a = 7\n% 4"],
    ["a remainder by a name", "total\n%count"],
    ["a remainder in brackets", "(total\n%time)"],
    ["a remainder behind an operator's line", "const x = a +\n%time"],
    ["a comment", "// %check off"],
    ["a comment of lines", "/*\n%check off\n!ls\n*/"],
    ["a template", "const t = `\n%check off\n!ls\n`"],
    ["a template behind its code", "const t = `${a}\n!ls\n`"],
    ["a string", "const s = '\\\n!ls'"],
    ["a regular expression", "const r = /'/;\nconst s = 'a'; // !ls"],
    ["JavaScript's not", "const off = !on"],
    ["not, of a call", "!isReady() && start()"],
    ["not, of an expression", "!(a && b)"],
    ["not, of a regular expression", "!/x/.test(y)"],
    ["not, within a condition", "const x = a &&\n!b"],
    ["not, of a parameter called like a program", "function f(test) {\n  const no = !test;\n}"],
    ["not, of a variable of this cell", "let ls = 1;\n!ls && 2"],
    ["an argument", "f(\n!ls\n)"],
    ["an element", "[\n!ls\n]"],
    ["a property", "const o = {\n  a:\n!ls\n}"],
    ["JSX", "const e = <p>\n  !important\n</p>"],
    ["nothing", ""],
  ])("%s", (_what, cell) => {
    const { head: above, code, error } = read(cell);
    expect({ above, code, error }).toEqual({ above: [], code: cell, error: undefined });
  });

  test("not, of a variable that an earlier cell defined", () => {
    expect(read("!ready && start()", "ready").code).toBe("!ready && start()");
    expect(read("const no = !test", "test").code).toBe("const no = !test");
  });
});

describe("above the code", () => {
  test("magics and commands stand in their order, and no offset moves", () => {
    const cell = "\n%check  warn \r\n// a word\n!ls -l\n\nlet a = 1;\n";
    const { code } = read(cell);
    expect(head(cell)).toEqual(["check warn", "! ls -l"]);
    expect(code.length).toBe(cell.length);
    expect(code.indexOf("let")).toBe(cell.indexOf("let"));
    expect(code.split("\n").length).toBe(cell.split("\n").length);
  });

  test("a command goes on behind a backslash", () => {
    expect(head("!ls \\\n  -l\n1")).toEqual(["! ls \\\n  -l"]);
    expect(read("!ls \\\n  -l\n1").code).toBe(" ".repeat(5) + "\n" + " ".repeat(4) + "\n1");
  });

  test("a command may have a name of the notebook as its own, if more words follow", () => {
    expect(read("!git status", "git").head).toHaveLength(1);
    expect(read("!git", "git").head).toHaveLength(0);
  });

  test("the text of a cell magic is all that follows, with its blank lines and percent signs", () => {
    const {
      head: [call],
      code,
    } = read("%%html\n<b>\n\n%x</b>");
    expect(call).toEqual({ name: "html", argument: '""', body: "<b>\n\n%x</b>" });
    expect(code.trim()).toBe("");
  });
});

describe("within the code", () => {
  const line = (cell: string, at: number, ...known: string[]) =>
    read(cell, ...known).code.split("\n")[at];

  test("a magic becomes a call in its place", () => {
    expect(line("let a = 1;\n%pwd\na", 1)).toBe('await __tunebook_magics.call("pwd", "");');
    expect(line("let a = 1\n%pwd\na", 1)).toContain('call("pwd"');
    expect(line("if (a) {\n  !ls\n}", 1)).toBe('  await __tunebook_magics.call("!", "ls");');
    expect(line("const f = () => {}\n!ls", 1)).toContain('call("!"');
    expect(line("x++\n!ls", 1)).toContain('call("!"');
  });

  test("lines keep their numbers", () => {
    const cell = "let a = 1;\n!echo \\\n b\nlet c = 2;";
    const lines = read(cell).code.split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe("let c = 2;");
  });

  test("a value is taken where the name is no variable", () => {
    expect(line("const files = !ls -l", 0)).toBe(
      'const files = await __tunebook_magics.lines("ls -l");',
    );
    expect(line("files = !ls", 0)).toBe('var files = await __tunebook_magics.lines("ls");');
    expect(line("let files: string[];\nfiles = !ls", 1)).toBe(
      'files = await __tunebook_magics.lines("ls");',
    );
    expect(line("const [first] = !ls", 0)).toContain('lines("ls")');
    expect(line("o.files = !ls", 0)).toMatch(/^o\.files = await/);
    expect(line("const here = %pwd", 0)).toBe(
      'const here = await __tunebook_magics.call("pwd", "");',
    );
  });

  test.each([
    ["%time f(3);", "__tunebook_magics.time(__tunebook_magics.clock(), (f(3)));"],
    ["%time const x = 1", "__tunebook_magics.start(); const x = 1; __tunebook_magics.stop();"],
    [
      "%timeit -n 10 -r2 f()",
      'await __tunebook_magics.timeit({"loops":10,"runs":2}, () => (f()));',
    ],
    ["%timeit await f()", "await __tunebook_magics.timeit({}, async () => (await f()));"],
    ["%time f('//') // why", "__tunebook_magics.time(__tunebook_magics.clock(), (f('//')));"],
    ["%timeit let x = 1", "await __tunebook_magics.timeit({}, () => { let x = 1 });"],
  ])("%s", (cell, code) => {
    expect(read(cell)).toMatchObject({ code, head: [], error: undefined });
  });

  test("what the user wrote in a line that became code is found again, both ways", () => {
    const cell = "let a = 1;\n%time f(a)\na";
    const { code, edits } = read(cell);
    for (const word of ["f(a)", "a = 1", "a)"]) {
      expect(edits.toOld(code.lastIndexOf(word))).toBe(cell.lastIndexOf(word));
      expect(edits.toNew(cell.lastIndexOf(word))).toBe(code.lastIndexOf(word));
    }
    expect(edits.toOld(code.length - 1)).toBe(cell.length - 1);
    expect(edits.toOld(code.indexOf("__tunebook"))).toBeUndefined();
  });

  test("%%time and %%capture stand around the code, also around another", () => {
    const { code, head: above } = read("%%capture out\n%%time\nlet a = 1;\n!ls");
    expect(above).toEqual([]);
    expect(code.split("\n")).toEqual([
      'var out = await __tunebook_magics.capture("");',
      "__tunebook_magics.timeCell();",
      "let a = 1;",
      'await __tunebook_magics.call("!", "ls");',
    ]);
  });

  test("%%timeit closes behind a comment", () => {
    const { code } = read("%%timeit -n 3 let b = 2\nb + 1 // done");
    expect(code).toBe(
      '{ let b = 2; await __tunebook_magics.timeit({"loops":3}, () => {\nb + 1 // done\n}); }',
    );
  });
});

describe("what is put in", () => {
  const argument = (line: string) => read(`!${line}`).head[0]!.argument;

  test("expressions and names, read when the line is come to", () => {
    expect(argument("echo {a + 1} $b")).toBe(
      '`echo ${__tunebook_magics.text(() => (a + 1), "{a + 1}")} ${__tunebook_magics.text(() => (b), "$b")}`',
    );
  });

  test.each([
    ["echo {{a}} $$b", "echo {a} $b"],
    ["find . -exec ls {} \\;", "find . -exec ls {} \\;"],
    ["awk '{print $1}'", "awk '{print $1}'"],
    ["echo $(pwd) $? $1", "echo $(pwd) $? $1"],
    ["echo `date` ${", "echo `date` ${"],
  ])("%s has nothing", (line, text) => {
    expect(JSON.parse(argument(line))).toBe(text);
  });

  test("backquotes and backslashes around it stay what they are", () => {
    expect(argument("echo `x` \\n {a}")).toMatch(/^`echo \\`x\\` \\\\n \$\{/);
  });
});

describe("mistakes", () => {
  test.each([
    ["%tiem f()", /no magic %tiem\. Did you mean %time\?/],
    ["%%wrietfile x", /no magic %%wrietfile\. Did you mean %%writefile\?/],
    ["%html x", /%%html takes a whole cell/],
    ["%%cd x", /%cd is a line/],
    ["1\n%%time", /%%time takes the whole cell/],
    ["%time", /%time wants a statement/],
    ["%timeit -n x f()", /-n wants a whole number/],
    ["%timeit --loops 3 f()", /no option --loops\. It has -n, -r/],
    ["%%capture 3x", /"3x" is none/],
  ])("%s", (cell, message) => {
    expect(read(cell).error?.message).toMatch(message);
  });
});
