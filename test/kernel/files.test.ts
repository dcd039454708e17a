import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder, nearestFolder, writeWhole } from "../../kernel/files.ts";

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "tunebook-files-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

describe("a folder", () => {
  it("is made with those above it, of one mode, and is left alone where it is", () => {
    const deep = join(scratch, "a", "b");
    makeFolder(deep, 0o700);
    expect([statSync(deep), statSync(join(scratch, "a"))].map(({ mode }) => mode & 0o777)).toEqual([
      0o700, 0o700,
    ]);
    writeFileSync(join(deep, "file"), "");
    makeFolder(deep);
    expect(existsSync(join(deep, "file"))).toBe(true);
  });

  it("that cannot be made is an error at once, below /proc and below a file", () => {
    writeFileSync(join(scratch, "file"), "");
    expect(() => makeFolder(join(scratch, "file", "below"))).toThrow(/ENOTDIR/);
    if (existsSync("/proc/self")) expect(() => makeFolder("/proc/x/y")).toThrow(/ENOENT/);
  });

  it("is itself the nearest where it exists, else the one above that does", () => {
    mkdirSync(join(scratch, "a"));
    expect(nearestFolder(join(scratch, "a"))).toBe(join(scratch, "a"));
    expect(nearestFolder(join(scratch, "a", "b", "c"))).toBe(join(scratch, "a"));
  });
});

describe("a file written as a whole", () => {
  it("keeps its mode, and a link its target; nothing is left beside it", () => {
    const file = join(scratch, "file");
    const link = join(scratch, "link");
    writeFileSync(file, "old", { mode: 0o640 });
    symlinkSync(file, link);
    writeWhole(link, "new");
    expect(readFileSync(file, "utf8")).toBe("new");
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(scratch)).toEqual(["file", "link"]);
    writeWhole(join(scratch, "fresh"), "text");
    expect(readFileSync(join(scratch, "fresh"), "utf8")).toBe("text");
  });

  it("that is a device is written to, and stays one", () => {
    if (!existsSync("/dev/null")) return;
    writeWhole("/dev/null", "text");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});
