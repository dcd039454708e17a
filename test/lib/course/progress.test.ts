import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { dataFolder } from "../../../lib/course/data-folder.ts";
import { Progress } from "../../../lib/course/index.ts";
import { temporaryFolder } from "./temporary-progress.ts";

const FILE = "course-progress.json";

describe("progress", () => {
  it("survives the process that made it, and leaves one file", () => {
    const folder = join(temporaryFolder(), "not", "there", "yet");
    new Progress(folder).update("a/b", ({ attempts }) => ({ attempts: attempts + 1 }));
    new Progress(folder).update("a/b", ({ attempts }) => ({
      attempts: attempts + 1,
      passed: true,
    }));
    expect(new Progress(folder).of("a/b")).toMatchObject({ attempts: 2, passed: true, hints: 0 });
    expect(readdirSync(folder)).toEqual([FILE]);
    expect(JSON.parse(readFileSync(join(folder, FILE), "utf8"))).toMatchObject({ version: 1 });
  });

  it("of two notebooks at once is not lost", () => {
    const folder = temporaryFolder();
    const [one, other] = [new Progress(folder), new Progress(folder)];
    for (let round = 0; round < 20; round++) {
      one.update("x/one", ({ hints }) => ({ hints: hints + 1 }));
      other.update("x/other", ({ hints }) => ({ hints: hints + 1 }));
    }
    const all = new Progress(folder).all();
    expect([all["x/one"]?.hints, all["x/other"]?.hints]).toEqual([20, 20]);
  });

  it("is not held up by the lock of a process that died", () => {
    const folder = temporaryFolder();
    const lock = join(folder, `${FILE}.lock`);
    writeFileSync(lock, "");
    utimesSync(lock, new Date(0), new Date(0));
    new Progress(folder).update("a/b", () => ({ passed: true }));
    expect(new Progress(folder).of("a/b").passed).toBe(true);
    expect(existsSync(lock)).toBe(false);
  });

  it("stays in memory where nothing can be written, and says so once", () => {
    const folder = temporaryFolder();
    // A file where a folder belongs stops everybody, also a user who may write anywhere.
    const blocked = join(folder, "file");
    writeFileSync(blocked, "");
    chmodSync(blocked, 0o444);
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    try {
      const progress = new Progress(join(blocked, "tunebook"));
      progress.update("a/b", () => ({ hints: 1 }));
      progress.update("a/b", ({ hints }) => ({ hints: hints + 1 }));
      expect(progress.of("a/b").hints).toBe(2);
      expect(warn).toHaveBeenCalledTimes(1);
      expect(warn.mock.calls[0]![0]).toContain("cannot be saved");
    } finally {
      warn.mockRestore();
    }
  });

  it("begins anew where the file is damaged", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, FILE), '{"version": 1, "exer');
    expect(new Progress(folder).all()).toEqual({});
  });

  it("lies in the user's own folder", () => {
    expect(dataFolder({ TUNEBOOK_DATA_DIR: "/x" })).toBe("/x");
    if (process.platform === "linux") {
      expect(dataFolder({ XDG_DATA_HOME: "/y" })).toBe("/y/tunebook");
      expect(dataFolder({})).toMatch(/\/\.local\/share\/tunebook$/);
    }
  });
});
