import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { dispatch } from "../../cli/support/dispatch.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tunebook-place-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function say(...words: string[]) {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const errors: string[] = [];
  const code = await dispatch(words, { error: (text) => errors.push(text) });
  return { code, printed, error: errors.join("\n") };
}

it("the doctor looks where install --prefix put the kernel, and nowhere else", async () => {
  const installed = join(folder, "there");
  expect((await say("install", "--prefix", installed)).code).toBe(0);
  const good = await say("doctor", "kernelspec", "labextension", "--prefix", installed);
  expect(good).toMatchObject({ code: 0, printed: expect.stringContaining(installed) });
  const elsewhere = await say("doctor", "kernelspec", "--prefix", join(folder, "elsewhere"));
  expect(elsewhere).toMatchObject({ code: 1, printed: expect.stringContaining("✘") });
  const remedy = `Run: tunebook install --prefix ${join(folder, "elsewhere")}`;
  expect(elsewhere.printed).toContain(remedy);
  const two = await say("doctor", "--user", "--prefix", installed);
  expect(two).toMatchObject({ code: 2, error: expect.stringContaining("doctor takes one place") });
});

it("the doctor mends with --fix where it looked, and says the command for that place", async () => {
  const there = join(folder, "there");
  const checks = ["kernelspec", "labextension"];
  const before = await say("doctor", ...checks, "--prefix", there, "--json");
  const remedies = (JSON.parse(before.printed) as { findings: { remedy: string }[] }).findings.map(
    ({ remedy }) => remedy,
  );
  expect(remedies).toEqual([
    `Run: tunebook install --prefix ${there}`,
    `Run: tunebook install --prefix ${there}, then reload JupyterLab's page`,
  ]);
  const mended = await say("doctor", ...checks, "--prefix", there, "--fix");
  expect(mended).toMatchObject({ code: 0, printed: expect.stringContaining("All is well.") });
});
