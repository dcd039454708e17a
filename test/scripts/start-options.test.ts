import { expect, it } from "vitest";

const path = "../../scripts/setup/start-options.mjs";
const { readOptions } = (await import(path)) as {
  readOptions(args: string[]): { wrong?: string; port?: number; noBrowser?: boolean };
};

it("reads a port, and says what is wrong with another in one sentence", () => {
  expect(readOptions(["--port", "8888", "--no-browser"])).toMatchObject({
    port: 8888,
    noBrowser: true,
  });
  for (const port of ["", "0", "70000", "3.5", "NaN"])
    expect(readOptions([`--port=${port}`]).wrong).toBe(
      `--port takes a number from 1 to 65535, not ${JSON.stringify(port)}.`,
    );
});

it("says what it does not understand, above what there is", () => {
  const first = (...args: string[]) => readOptions(args).wrong?.split("\n")[0];
  expect(first("--nope")).toBe("Unknown option '--nope'.");
  expect(first("folder")).toBe("Unexpected argument 'folder'.");
  expect(first("--port", "-1")).toBe("Option '--port' argument is ambiguous.");
});
