// A notebook's folder that vanishes, may not be written or is full under a running kernel, and a history
// that cannot be kept: cells run on, and what cannot be written is said in plain words.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startKernel } from "./support/kernel-client.ts";

let scratch: string;
let folder: string;
let history: string;
let mounted: boolean;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "tunebook-folder-"));
  folder = join(scratch, "notebooks");
  history = join(scratch, "history.jsonl");
  mkdirSync(folder);
  mounted = false;
});
afterEach(() => {
  if (mounted) execFileSync("umount", ["-l", folder]);
  rmSync(scratch, { recursive: true, force: true });
});

/** A disk of 64 KB at the folder, where this user may mount one; else a disk that is full from the start. */
function smallDisk(): string {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", folder], { stdio: "ignore" });
    mounted = true;
    return folder;
  } catch {
    return "/dev/full";
  }
}

/** A file on a disk on which nothing more has room. */
function onFullDisk(name: string): string {
  const disk = smallDisk();
  if (disk !== folder) return disk;
  try {
    writeFileSync(join(folder, "big"), "x".repeat(1_000_000));
  } catch {
    // As much of it as there was room for.
  }
  return join(folder, name);
}

const tail = { hist_access_type: "tail", n: 3, raw: true, output: false };

describe("the notebook's folder", () => {
  test("that vanishes: cells run, compile and import on; a write says what is wrong", async () => {
    await using kernel = await startKernel({ cwd: folder, env: { TUNEBOOK_HISTORY: history } });
    expect((await kernel.execute(`const before: number = 1;`)).status).toBe("ok");
    rmSync(folder, { recursive: true });
    const after = await kernel.execute(`const after = before + 1; console.log("runs"); after`);
    expect(after).toMatchObject({ status: "ok", stdout: "runs\n" });
    // Told once, and not of every cell.
    expect(after.stderr).toMatch(/^The notebook's folder .*notebooks is gone\. Cells run on/);
    expect(after.result?.["text/plain"]).toBe("2");
    const imported = await kernel.execute(`import { sep } from "node:path"; typeof sep`);
    expect(imported).toMatchObject({ status: "ok", stderr: "" });
    const written = await kernel.execute(
      `import { writeFileSync } from "node:fs";\nwriteFileSync("result.txt", "x");`,
    );
    expect(written.error?.evalue).toMatch(/ENOENT: no such file or directory, open 'result\.txt'/);
    const replied = await kernel.request("history_request", tail);
    expect(replied.content["status"]).toBe("ok");
    expect(await kernel.shutdown()).toBe(0);
    expect(readFileSync(history, "utf8")).toContain("const after = before + 1");
  });

  test("that vanishes: a runtime that ends is followed by another one", async () => {
    await using kernel = await startKernel({ cwd: folder });
    await kernel.execute("1");
    rmSync(folder, { recursive: true });
    expect((await kernel.execute("process.exit(3)")).status).toBe("error");
    const next = await kernel.execute("1 + 1");
    expect(next.error).toBeUndefined();
    expect(next.result?.["text/plain"]).toBe("2");
  });

  test("that vanishes and comes back: types are checked again", async () => {
    await using kernel = await startKernel({ cwd: folder });
    await kernel.execute("const before: number = 1;");
    rmSync(folder, { recursive: true });
    // The checker has looked at a folder that is not there.
    await kernel.execute("before");
    await kernel.request("inspect_request", { code: "before", cursor_pos: 3 });
    mkdirSync(folder);
    const wrong = await kernel.execute(`const text: string = before;`);
    expect(wrong.error?.ename).toBe("TypeCheckError");
  });

  test("that vanishes: a module is written into it anew, and can be imported", async () => {
    await using kernel = await startKernel({ cwd: folder });
    await kernel.execute("1");
    rmSync(folder, { recursive: true });
    const module = await kernel.execute(`%%module helper\nexport const one = 1;`);
    expect(module.stdout).toContain("Wrote helper.ts");
    expect(readFileSync(join(folder, "helper.ts"), "utf8")).toBe("export const one = 1;\n");
  });

  test("that may not be written: a module's magic says so and what is there stays", async () => {
    // Nobody may write here, not even root.
    await using kernel = await startKernel({ cwd: "/proc/self/fdinfo" });
    const module = await kernel.execute(`%%module helper\nexport const one = 1;`);
    expect(module.status).toBe("error");
    expect(module.error?.evalue).toMatch(/^helper\.ts cannot be written: E[A-Z]+: /);
    const file = await kernel.execute(`%%writefile /proc/nowhere/at/all.txt\ntext`);
    expect(file.error?.evalue).toMatch(/all\.txt cannot be written: ENOENT/);
    expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
  });

  test("that is full: cells run, a write fails in plain words, and the former text stays", async () => {
    const disk = smallDisk();
    await using kernel = await startKernel({ cwd: folder });
    if (disk === folder) {
      await kernel.execute(`%%writefile notes.txt\nformer`);
      const filled = await kernel.execute(
        `import { writeFileSync } from "node:fs";\ntry { writeFileSync("big", "x".repeat(1e6)); } catch (error) { console.log((error as NodeJS.ErrnoException).code); }`,
      );
      expect(filled.stdout).toBe("ENOSPC\n");
      const text = "y".repeat(50_000);
      const replaced = await kernel.execute(`%%writefile notes.txt\n${text}`);
      expect(replaced.error?.evalue).toMatch(/notes\.txt cannot be written: ENOSPC/);
      expect(readFileSync(join(folder, "notes.txt"), "utf8").trim()).toBe("former");
      const module = await kernel.execute(`%%module helper\nexport const text = "${text}";`);
      expect(module.error?.evalue).toMatch(/helper\.ts cannot be written: ENOSPC/);
    } else {
      const full = await kernel.execute(`%%writefile ${disk}\ntext`);
      expect(full.error?.evalue).toMatch(/cannot be written: ENOSPC/);
    }
    expect(await kernel.execute(`let s = 0; for (let i = 0; i < 10; i++) s += i; s`)).toMatchObject(
      {
        status: "ok",
        result: { "text/plain": "45" },
      },
    );
  });
});

describe("a history that cannot be kept", () => {
  const warned = /The history is kept in memory only, since its file cannot be used: /g;

  for (const [what, path] of [
    ["on a disk that is full", () => onFullDisk("history.jsonl")],
    ["in a folder that cannot be made", () => "/proc/nowhere/tunebook/history.jsonl"],
    ["where its folder is a file", () => join(scratch, "file", "history.jsonl")],
  ] as const) {
    test(`${what} is told once, and kept in memory; the kernel ends as it should`, async () => {
      writeFileSync(join(scratch, "file"), "");
      await using kernel = await startKernel({ cwd: folder, env: { TUNEBOOK_HISTORY: path() } });
      for (const code of ["1", "2", "3"]) expect((await kernel.execute(code)).status).toBe("ok");
      const { content } = await kernel.request("history_request", tail);
      expect((content["history"] as [number, number, string][]).map(([, , code]) => code)).toEqual([
        "1",
        "2",
        "3",
      ]);
      expect(await kernel.shutdown()).toBe(0);
      expect(kernel.log.match(warned)).toHaveLength(1);
    });
  }

  test("is private to its user where it can be kept", async () => {
    const own = join(scratch, "fresh", "deep", "history.jsonl");
    await using kernel = await startKernel({ cwd: folder, env: { TUNEBOOK_HISTORY: own } });
    await kernel.execute("1");
    expect(await kernel.shutdown()).toBe(0);
    expect(statSync(own).mode & 0o777).toBe(0o600);
    expect(statSync(join(scratch, "fresh")).mode & 0o777).toBe(0o700);
  });
});
