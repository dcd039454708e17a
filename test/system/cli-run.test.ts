// `tunebook run` as it is built, on the built kernel.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cli, run } from "./support/run.ts";

const scratch = mkdtempSync(join(tmpdir(), "tunebook-cli-run-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface SavedCell {
  source: string[];
  execution_count: number | null;
  outputs: {
    output_type: string;
    name?: string;
    text?: string[];
    ename?: string;
    evalue?: string;
    traceback?: string[];
  }[];
}

function write(name: string, sources: (string | { source: string; tags: string[] })[]): string {
  const path = join(scratch, name);
  const cells = sources.map((given, index) => ({
    cell_type: "code",
    id: `c${index}`,
    metadata: typeof given === "string" ? {} : { tags: given.tags },
    source: typeof given === "string" ? given : given.source,
    outputs: [],
    execution_count: null,
  }));
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  return path;
}

const saved = (path: string) =>
  JSON.parse(readFileSync(path, "utf8")) as {
    cells: SavedCell[];
    metadata: { language_info: { name: string }; kernelspec: { name: string } };
  };

const tunebook = (...words: string[]) => run(process.execPath, [cli, ...words], { cwd: scratch });

describe("tunebook run", () => {
  it("runs every cell in the notebook's folder, shows its outputs and saves them", async () => {
    writeFileSync(join(scratch, "data.json"), `{ "answer": 42 }`);
    const path = write("good.ipynb", [
      `import { readFileSync } from "node:fs";\nconst { answer } = JSON.parse(readFileSync("data.json", "utf8"));`,
      `console.log("printed", answer); console.error("warned"); answer + 1`,
      "  ",
      { source: "never()", tags: ["skip-execution"] },
    ]);
    const { code, stdout, stderr } = await run(process.execPath, [cli, "run", path], { cwd: "/" });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "printed 42\n43\n" });
    expect(stderr).toContain("[2/2]");
    expect(stderr).toContain("warned\n");
    const { cells, metadata } = saved(path);
    expect(metadata).toMatchObject({
      kernelspec: { name: "tunebook" },
      language_info: { name: "typescript" },
    });
    expect(cells.map(({ execution_count }) => execution_count)).toEqual([1, 2, null, null]);
    expect(cells[1]!.outputs).toEqual([
      { output_type: "stream", name: "stdout", text: ["printed 42\n"] },
      { output_type: "stream", name: "stderr", text: ["warned\n"] },
      {
        output_type: "execute_result",
        execution_count: 2,
        metadata: {},
        data: { "text/plain": ["43"] },
      },
    ]);
  });

  it("ends at a cell that fails with exit code 1, and what ran is saved elsewhere", async () => {
    const path = write("bad.ipynb", [
      { source: `throw new Error("expected")`, tags: ["raises-exception"] },
      `console.log("before")`,
      `throw new TypeError("the reason")`,
      `console.log("after")`,
    ]);
    const before = readFileSync(path, "utf8");
    const { code, stderr, stdout } = await tunebook("run", path, "--output", "bad-out.ipynb");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "before\n" });
    expect(stderr).toContain(
      "Failed in cell 3: TypeError: the reason. 3 of 4 cells ran; saved bad-out.ipynb",
    );
    expect(readFileSync(path, "utf8")).toBe(before);
    const { cells } = saved(join(scratch, "bad-out.ipynb"));
    expect(cells.map(({ outputs }) => outputs[0]?.ename ?? outputs[0]?.text?.join(""))).toEqual([
      "Error",
      "before\n",
      "TypeError",
      undefined,
    ]);
  });

  it("exits 1 where nobody caught the error of a promise, which is saved in its cell; the others run", async () => {
    const path = write("rejected.ipynb", [
      { source: `Promise.reject(new Error("expected"))`, tags: ["raises-exception"] },
      `import { float, openStudy } from "tunebook";\nopenStudy({ space: { rate: float(1e-1, 1e-4) } })`,
      `console.log("after")`,
    ]);
    const { code, stdout, stderr } = await tunebook("run", path);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "after\n" });
    expect(stderr).toMatch(
      /Nobody caught the error of cell 2: SpaceError: Parameter rate: .*\. 3 cells ran; saved /,
    );
    const { cells } = saved(path);
    expect(cells.map(({ outputs }) => outputs.map(({ output_type: type }) => type))).toEqual([
      ["error"],
      ["error"],
      ["stream"],
    ]);
    expect(cells[1]!.outputs[0]!.traceback!.join("\n")).toMatch(
      /^Uncaught \(in promise\) SpaceError: .*\n {4}… \d+ frames inside tunebook\n {4}at Cell \[2\]:2:1\n/,
    );
  });

  it("keeps what a cell prints after its end, in that cell", async () => {
    const path = write("late.ipynb", [
      `let done = () => {};
const printed = new Promise<void>((resolve) => (done = resolve));
const timer = setTimeout(() => { console.log("late"); done(); }, 50);`,
      `await printed;\nconsole.log("second")`,
    ]);
    const { code, stdout } = await tunebook("run", path);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "late\nsecond\n" });
    expect(saved(path).cells.map(({ outputs }) => outputs[0]?.text?.join(""))).toEqual([
      "late\n",
      "second\n",
    ]);
  });

  it("says what was begun, not awaited, and is lost at the end; and nothing of what was awaited", async () => {
    const study = `await openStudy({ space: { x: float(0, 1) }, tuner: tuners.random() })`;
    const path = write("not-awaited.ipynb", [
      `import { float, openStudy, tuners } from "tunebook";\nconst study = ${study};`,
      `await study.optimize(({ params }) => params.x, { until: { trials: 3 }, panel: false });`,
      `const begun = study.optimize(() => new Promise(() => {}), { more: 1, panel: false });`,
    ]);
    expect((await tunebook("run", path)).code).toBe(0);
    const texts = saved(path).cells.map(({ outputs }) =>
      outputs.flatMap(({ name, text }) => (name === "stderr" ? (text ?? []) : [])).join(""),
    );
    expect(texts.slice(0, 2)).toEqual(["", ""]);
    expect(texts[2]).toMatch(/^Not awaited: .* Await it, as in await study\.optimize\(…\)\.\n$/);
  });

  it("sets parameters after the tagged cell", async () => {
    const path = write("parameters.ipynb", [
      { source: `let epochs = 3;\nlet optimizer = "sgd";`, tags: ["parameters"] },
      "console.log(epochs * 2, optimizer)",
    ]);
    const words = ["run", path, "-p", "epochs=5", "-p", "optimizer=adam", "-p", "epohcs=1"];
    const { code, stdout, stderr } = await tunebook(...words);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "10 adam\n" });
    expect(stderr).toContain('no "epohcs"');
  });

  it("stops a cell that takes longer than it may", async () => {
    const path = write("slow.ipynb", [`console.log("begun"); while (true) {}`, "1"]);
    // Time enough to begin on a busy machine.
    const { code, stderr } = await tunebook("run", path, "--timeout", "10");
    expect(code).toBe(1);
    expect(stderr).toContain("cell 1: it took longer than 10 s, and was stopped");
    expect(saved(path).cells[0]!.outputs[0]).toMatchObject({ text: ["begun\n"] });
  });

  it("reports a cell that ends the process, and keeps what it printed", async () => {
    const path = write("exit.ipynb", [`console.log("last words"); process.exit(3)`, "1"]);
    const { code, stdout, stderr } = await tunebook("run", path);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "last words\n" });
    expect(stderr).toMatch(/Failed in cell 1: .+/);
    expect(saved(path).cells[0]!.outputs.map(({ output_type }) => output_type)).toContain("error");
  });
});
