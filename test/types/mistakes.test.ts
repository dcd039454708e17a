import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const fixtures = fileURLToPath(new URL("./fixtures/", import.meta.url));
const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

interface CompileError {
  file: string;
  line: number;
  message: string;
}

/** What the compiler says of the fixtures. */
async function compile(): Promise<CompileError[]> {
  const args = [compiler, "-p", fixtures, "--pretty", "false"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: fixtures }).catch(
    // It exits with an error where there are some, and here there shall be.
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? "" }),
  );
  const errors: CompileError[] = [];
  for (const text of stdout.split("\n")) {
    const match = /^(\S+)\((\d+),\d+\): error (TS\d+: .*)$/.exec(text);
    if (match) errors.push({ file: match[1]!, line: Number(match[2]), message: match[3]! });
    else if (/^\s/.test(text)) errors.at(-1)!.message += `\n${text}`;
  }
  return errors;
}

/** The cases of mistakes.ts with the messages below each. */
async function casesOf(all: CompileError[]): Promise<{ name: string; messages: string[] }[]> {
  const lines = (await readFile(`${fixtures}mistakes.ts`, "utf8")).split("\n");
  const errors = all.filter(({ file }) => file === "mistakes.ts");
  const starts = lines.flatMap((text, index) => {
    const name = /^\/\/ case: (.*)$/.exec(text)?.[1];
    return name === undefined ? [] : [{ name, line: index + 1 }];
  });
  return starts.map(({ name, line }, index) => {
    const next = starts[index + 1]?.line ?? Infinity;
    const own = errors.filter((error) => error.line > line && error.line < next);
    return { name, messages: own.map(({ message }) => message) };
  });
}

const errors = await compile();
const cases = await casesOf(errors);

describe("what the compiler infers", () => {
  it("is what right.ts states", () => {
    expect(errors.filter(({ file }) => file === "right.ts")).toEqual([]);
  });
});

describe("the compiler's word on mistakes of users", () => {
  it("finds every one of them", () => {
    expect(cases.length).toBeGreaterThanOrEqual(15);
    expect(cases.filter(({ messages }) => messages.length === 0)).toEqual([]);
  });

  it("is what was agreed to be readable", async () => {
    const text = cases.map(({ name, messages }) => `# ${name}\n${messages.join("\n")}\n`);
    await expect(text.join("\n")).toMatchFileSnapshot("./mistakes.golden.txt");
  });

  it("never shows the inside of the library's types", () => {
    const inner =
      /InferParams|InferValue|InferBranch|WithoutKind|\bFlat<|IsUnion|NoInfer|PARAMETER|unique symbol/;
    expect(cases.filter(({ messages }) => inner.test(messages.join("\n")))).toEqual([]);
  });
});
