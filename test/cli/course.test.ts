/** The copied course is a project of its own: `%install` in a lesson changes no package.json of others. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { dispatch } from "../../cli/support/dispatch.ts";
import { projectFolder } from "../../kernel/handlers/magics/common/npm/project-folder.ts";

let above: string;
let course: string;
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), "tunebook-course-"));
  writeFileSync(join(above, "package.json"), '{ "name": "above" }');
  course = join(above, "my-course");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(above, { recursive: true, force: true });
});

/** Copies the course, and gives what was printed. */
async function copy(): Promise<string> {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const code = await dispatch(["course", course], { error: (text) => (printed += text) });
  vi.restoreAllMocks();
  expect(code, printed).toBe(0);
  return printed;
}

const project = () => JSON.parse(readFileSync(join(course, "package.json"), "utf8")) as unknown;

it("has a package.json of its own, so that npm looks no higher", async () => {
  expect(await copy()).toContain(`wrote ${join(course, "package.json")}\n`);
  expect(project()).toEqual({ private: true, type: "module" });
  expect(projectFolder(course)).toBe(course);
  expect(readdirSync(course)).toContain("01-why-tuning-is-hard.ipynb");
});

it("gets one where it was copied before there was any", async () => {
  mkdirSync(course);
  const lesson = join(course, "01-why-tuning-is-hard.ipynb");
  writeFileSync(lesson, "mine");
  await copy();
  expect(project()).toEqual({ private: true, type: "module" });
  expect(readFileSync(lesson, "utf8")).toBe("mine");
});

it("keeps the one that is there", async () => {
  mkdirSync(course);
  writeFileSync(join(course, "package.json"), '{ "name": "mine" }');
  expect(await copy()).not.toContain("package.json");
  expect(project()).toEqual({ name: "mine" });
});
