import { describe, expect, it } from "vitest";

const path = "../../scripts/second-look.mjs";
const { counted, secondLook } = (await import(path)) as {
  counted(
    report: object,
    intermittent: string[] | undefined,
  ): { right: number; wrong: number; skipped: number };
  secondLook(
    report: object,
    root: string,
    again: (files: string[]) => object | undefined,
  ): string[] | undefined;
};

const root = "/repository";
const passing = { success: true, numPassedTests: 4, numTotalTests: 4 };
const failing = { success: false, numPassedTests: 3, numTotalTests: 4 };
const skipping = { success: true, numPassedTests: 3, numTotalTests: 4 };

/** A file of one test that passed and one that is `status`. */
function file(name: string, status = "failed") {
  const assertionResults = [
    { status: "passed", fullName: "passes" },
    { status, fullName: `in ${name}` },
  ];
  return { name: `${root}/${name}`, status, assertionResults };
}

/** What is said of a run in which `files` failed, after their second and third run; and what was run. */
function look(files: ReturnType<typeof file>[], ...runs: (typeof passing | undefined)[]) {
  const ran: string[][] = [];
  const report = { testResults: [file("test/lib/fine.test.ts", "passed"), ...files] };
  const said = secondLook(report, root, (names: string[]) => {
    ran.push(names);
    return runs[ran.length - 1];
  });
  return { said, ran };
}

describe("a second look at what failed", () => {
  const lab = file("test/system/lab.test.ts");

  it("names what passes twice by itself", () => {
    const { said, ran } = look([lab], passing, passing);
    expect(said).toEqual(["test/system/lab.test.ts > in test/system/lab.test.ts"]);
    expect(ran).toEqual([["test/system/lab.test.ts"], ["test/system/lab.test.ts"]]);
  });

  it("names a file that could not be loaded the first time", () => {
    expect(look([{ ...lab, assertionResults: [] }], passing, passing).said).toEqual([
      "test/system/lab.test.ts",
    ]);
  });

  it.each([
    ["fails again", [failing]],
    ["fails the third time", [passing, failing]],
    ["skips a test", [passing, skipping]],
    ["does not run at all", [undefined]],
  ])("lets the failure stand where it %s", (_what, runs) => {
    expect(look([lab], ...runs).said).toBeUndefined();
  });

  it("is given to a test of the language, which drives TypeScript's server", () => {
    const check = file("test/kernel/language/check.test.ts");
    expect(look([lab, check], passing, passing).said).toHaveLength(2);
  });

  it("is not given to a unit test, nor beside one", () => {
    const unit = file("test/lib/space.test.ts");
    for (const files of [[unit], [lab, unit]]) {
      expect(look(files, passing, passing)).toEqual({ said: undefined, ran: [] });
    }
  });

  it("is not given to three files", () => {
    const files = ["a", "b", "c"].map((name) => file(`test/system/${name}.test.ts`));
    expect(look(files, passing, passing)).toEqual({ said: undefined, ran: [] });
  });
});

describe("what is told of a run", () => {
  const testResults = [
    file("test/lib/fine.test.ts", "passed"),
    file("test/lib/skipping.test.ts", "skipped"),
    file("test/system/lab.test.ts"),
  ];
  const report = {
    testResults: [
      ...testResults.slice(0, 1),
      { ...testResults[1], status: "passed" },
      testResults[2],
    ],
    numPassedTests: 4,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
  };

  it("counts what is intermittent as passed, and a skipped test as skipped", () => {
    expect(counted(report, [])).toEqual({ right: 5, wrong: 0, skipped: 1 });
    expect(counted(report, undefined)).toEqual({ right: 4, wrong: 1, skipped: 1 });
  });

  it("counts as passed what a hook left out that failed only once", () => {
    const hook = { ...file("test/system/page.test.ts", "skipped"), status: "failed" };
    const hooked = { ...report, testResults: [...report.testResults, hook], numPendingTests: 2 };
    expect(counted(hooked, [])).toEqual({ right: 6, wrong: 0, skipped: 1 });
    expect(counted(hooked, undefined)).toMatchObject({ wrong: 1, skipped: 2 });
  });
});
