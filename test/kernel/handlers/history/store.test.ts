import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { History } from "../../../../kernel/handlers/history/store.ts";

const all = { access: "tail", n: 1e6 } as const;

describe("the history", () => {
  let folder: string;
  let file: string;
  const log: string[] = [];
  const opened: History[] = [];
  function open(options: { most?: number } = {}): History {
    const history = new History({ file, log: (text) => log.push(text), ...options });
    opened.push(history);
    return history;
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tunebook-history-"));
    file = join(folder, "deep", "history.jsonl");
    log.length = 0;
  });
  afterEach(async () => {
    // None writes into a folder that is being removed.
    await Promise.all(opened.splice(0).map((history) => history.flushed()));
    rmSync(folder, { recursive: true, force: true });
  });

  it("is there for the next session, which has the next number", async () => {
    const first = open();
    first.add(1, "const a = 1;\na");
    first.addOutput(1, "1");
    first.add(2, "a + ");
    await first.flushed();
    const second = open();
    second.add(1, "b");
    expect(await second.ask(all)).toEqual([
      { session: 1, line: 1, input: "const a = 1;\na", output: "1" },
      { session: 1, line: 2, input: "a + " },
      { session: 2, line: 1, input: "b" },
    ]);
  });

  it("keeps apart what two kernels write at once", async () => {
    const [one, other] = [open(), open()];
    for (let line = 1; line <= 20; line++) {
      one.add(line, `one ${line}`);
      other.add(line, `other ${line}`);
    }
    await Promise.all([one.flushed(), other.flushed()]);
    const found = await open().ask(all);
    expect(found).toHaveLength(40);
    for (const session of [1, 2]) {
      const own = found.filter((entry) => entry.session === session);
      expect(own.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, k) => k + 1));
      expect(new Set(own.map(({ input }) => input.split(" ")[0])).size).toBe(1);
    }
  });

  it.skipIf(process.platform === "win32")("is private to the user", async () => {
    const history = open();
    history.add(1, "const key = 'secret'");
    await history.flushed();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is cut to its newest half when it grows too long", async () => {
    const long = open({ most: 10 });
    for (let line = 1; line <= 30; line++) long.add(line, `input ${line}`);
    await long.flushed();
    expect((await open({ most: 10 }).ask(all)).length).toBe(30);
    const left = await open({ most: 10 }).ask(all);
    expect(left.map(({ input }) => input)).toEqual([26, 27, 28, 29, 30].map((k) => `input ${k}`));
    expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(5);
  });

  it("reads over torn and foreign lines", async () => {
    const history = open();
    history.add(1, "a");
    await history.flushed();
    const lines = ['{"s":"x","n":1,"i":"b"}', '{"s":"x","n"', "null", "7", '{"s":"x","n":2,"i":3}'];
    writeFileSync(file, `${readFileSync(file, "utf8")}${lines.join("\n")}\n`);
    expect((await open().ask(all)).map(({ input }) => input)).toEqual(["a", "b"]);
    expect(log).toEqual([]);
  });

  it("stays in memory where the file cannot be written, and says so once", async () => {
    writeFileSync(join(folder, "deep"), "a file where a folder should be");
    const history = open();
    history.add(1, "a");
    history.add(2, "b");
    await history.flushed();
    expect((await history.ask(all)).map(({ input }) => input)).toEqual(["a", "b"]);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain("kept in memory only");
  });

  it("without a file touches no disk", async () => {
    const history = new History({ file: undefined, log: (text) => log.push(text) });
    history.add(1, "a");
    await history.flushed();
    expect(await history.ask(all)).toEqual([{ session: 1, line: 1, input: "a" }]);
    expect(existsSync(file)).toBe(false);
  });
});
